"""Sign-in by others: a proxy's word, the office's directory, its OpenID provider, and a second factor (docs/sign-in.md).

Each way is off unless its settings are given. Settings name what is in here by its path; nobody else imports it but
for config.sign_in.ways, which settings.py reads.
"""
