"""What is typed about the registers of projects."""
