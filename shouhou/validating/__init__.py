"""What `shouhou validate` looks at, a file each: reading, examples, answers, texts, stories, tables."""
