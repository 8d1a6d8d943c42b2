"""The inbox as a web page on this machine: the acts of desk/inquiries for clerks who do not like terminals."""
