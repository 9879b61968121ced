"""Many workbooks recalculated: found, computed in processes of their own, written, reported."""
