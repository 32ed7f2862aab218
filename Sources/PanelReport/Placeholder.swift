enum PlaceholderPanelReport {}
