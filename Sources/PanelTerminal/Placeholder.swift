enum PlaceholderPanelTerminal {}
