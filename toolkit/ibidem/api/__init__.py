"""The server of a built edition: its pages, Distributed Text Services, OAI-PMH and metadata. It reads the folder of the build, and writes nothing."""
