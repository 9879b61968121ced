"""The ways out for a message: a draft in a file, SMTP, Outlook, Microsoft Graph."""
