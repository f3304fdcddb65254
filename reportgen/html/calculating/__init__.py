"""What makes a page a calculator: its formulas and tables as JavaScript, and where values show."""
