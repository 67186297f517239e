"""What people see: messages, forms and App Home, built from decisions and pictures, within Slack's limits."""
