# Runs the commands of the session in the README and writes the session as it is now. The test compares both; after a
# change of the commands or of the output, replace the session in the README with the output of this script:
#     pwsh -NoProfile -File tests/Pester/RunSession.ps1
[CmdletBinding()]
param(
    # A folder for the stores of the session. By default, a temporary one.
    [string]$Folder = (Join-Path ([IO.Path]::GetTempPath()) "opslog-session-$([guid]::NewGuid().ToString('N'))")
)
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/../..").Path
$session = [regex]::Match(([IO.File]::ReadAllText("$root/README.md") -replace "`r"), '(?ms)^```console\n(.*?)^```').Groups[1].Value
$commands = @($session -split "`n" -match '^PS> ' -replace '^PS> ')

Import-Module "$root/OpsLog.psd1"
$PSStyle.OutputRendering = 'PlainText'
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
$null = New-Item -ItemType Directory -Force $Folder
Push-Location $Folder
try {
    foreach ($command in $commands) {
        "PS> $command"
        $lines = . ([scriptblock]::Create($command)) | Out-String -Width 120
        $shown = ($lines -split "`r?`n" | ForEach-Object TrimEnd) -join "`n"
        if ($shown.Trim("`n")) { $shown.Trim("`n") + "`n" }
    }
}
finally {
    Pop-Location
    Get-OpsLogStore | Close-OpsLogStore
    Remove-Item -LiteralPath $Folder -Recurse -Force
}
