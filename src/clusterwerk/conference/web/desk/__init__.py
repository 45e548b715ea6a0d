"""What the pages of the planning desk have in common: sentences, the frame, answers to scripts."""
