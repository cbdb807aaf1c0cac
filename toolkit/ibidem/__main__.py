from ibidem.cli import main

main()
