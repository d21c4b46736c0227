d = "file"
