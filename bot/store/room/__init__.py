"""What is kept. A meeting in session: who is here, the quorum, who chairs it, its close."""
