"""Forms of a dataset -> books to send out, and the numbers of those that came back: ``careerstats forms``."""
