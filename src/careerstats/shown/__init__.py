"""What a researcher's cell shows in the ordinary way (pandas, matplotlib, Markdown, HTML) -> blocks of a document."""
