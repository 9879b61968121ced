"""Word: templates, text model, pictures, trace, and reading old documents."""
