"""The texts that make Comity start with the machine, on Linux and on Windows."""

import sys
from pathlib import Path

SYSTEMD = """\
# Copy to /etc/systemd/system/comity.service, then: systemctl enable --now comity
[Unit]
Description=Comity link analysis
After=network.target

[Service]
User={user}
ExecStart="{python}" -m comity.api.cli serve --log --folder "{folder}"
Restart=on-failure
RestartSec=5
UMask=0077
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths="{folder}"

[Install]
WantedBy=multi-user.target
"""

# sc.exe takes only programs that answer the service control protocol; Python's console program
# does not, so the task scheduler starts it with the machine and again after a failure.
WINDOWS = """\
# Run once in an administrator's PowerShell. Stop: Stop-ScheduledTask Comity
$action = New-ScheduledTaskAction -Execute '{python}' `
  -Argument '-m comity.api.cli serve --log --folder "{folder}"'
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 10 -ExecutionTimeLimit 0 `
  -RestartInterval (New-TimeSpan -Minutes 1)
$who = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\\LOCAL SERVICE' -LogonType ServiceAccount
icacls '{folder}' /inheritance:r /grant 'NT AUTHORITY\\LOCAL SERVICE:(OI)(CI)F' `
  'BUILTIN\\Administrators:(OI)(CI)F'
Register-ScheduledTask -TaskName Comity -Action $action -Trigger $trigger `
  -Settings $settings -Principal $who
Start-ScheduledTask Comity
"""


def systemd_unit(folder: Path, user: str) -> str:
    """The unit file for Linux; `%` means something to systemd and is doubled."""
    place, python = (str(text).replace("%", "%%") for text in (folder, sys.executable))
    return SYSTEMD.format(folder=place, python=python, user=user)


def windows_service(folder: Path) -> str:
    """The PowerShell text for Windows; a quote in a path is doubled."""
    place, python = (str(text).replace("'", "''") for text in (folder, sys.executable))
    return WINDOWS.format(folder=place, python=python)
