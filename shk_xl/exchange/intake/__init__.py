"""What comes back: messages taken apart, answers recognised, and merged into the workbook.

Rules: raw bytes are kept before anything looks into them. Every message and every workbook in
it ends in exactly one state. A file from outside gives values and nothing else.
"""
