# What a user sees of work that takes more than a second.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Wait-Progress {
        <# Runs a script in a runspace of its own until it reports progress, and returns the first report. #>
        param([Parameter(Mandatory)][string]$Script)
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault())
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument($OpsLogManifest).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Script)
            $run = $shell.BeginInvoke()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($shell.Streams.Progress.Count -eq 0 -and -not $run.IsCompleted -and $clock.Elapsed.TotalSeconds -lt 120) { Start-Sleep -Milliseconds 20 }
            $shell.Streams.Progress | Select-Object -First 1
            $shell.Stop()
            $shell.Commands.Clear()
            $null = $shell.AddScript('Get-OpsLogStore | Close-OpsLogStore').Invoke()
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Progress' {
    It 'Open-OpsLogStore reports the records that were migrated' {
        $path = New-TestStorePath
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        1..3000 | ForEach-Object { @{ OpsLogId = "$_" } } | Set-OpsLogRecord
        Close-OpsLogStore
        $progress = Wait-Progress "Open-OpsLogStore '$path' -SchemaVersion 2 -Migration { [Threading.Thread]::Sleep(2); `$_ }"
        $progress.Activity | Should -Be "Migrating the records of '$path'"
        $progress.StatusDescription | Should -Match '^[\d,]+ of 3,000 \([\d,]+ a second\)$'
    }

    It 'a display that is refused does not stop an opening' {
        $path = New-TestStorePath
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        1..600 | ForEach-Object { @{ OpsLogId = "$_" } } | Set-OpsLogRecord
        Close-OpsLogStore
        $ProgressPreference = 'Stop'
        $store = Open-OpsLogStore $path -SchemaVersion 2 -Migration { [Threading.Thread]::Sleep(4); @{ n = 1 } }
        $store.SchemaVersion | Should -Be 2
        Close-OpsLogStore
    }

    It '<Name> reports a count and a rate after a second' -ForEach @(
        @{ Name = 'Set-OpsLogRecord'; Script = '1..10000000 | ForEach-Object { @{ OpsLogId = "$_" } } | Set-OpsLogRecord'; Activity = "Writing records to '*'" }
        @{ Name = 'Remove-OpsLogRecord'; Script = '1..100000 | ForEach-Object { "id$_" } | ForEach-Object { Set-OpsLogRecord $_ @{}; $_ } | Remove-OpsLogRecord'; Activity = "Removing records from '*'" }
        @{ Name = 'Get-OpsLogRecord'; Script = '1..3000 | ForEach-Object { @{ OpsLogId = "$_" } } | Set-OpsLogRecord; Get-OpsLogRecord | ForEach-Object { [Threading.Thread]::Sleep(1) }'; Activity = "Reading records of '*'" }
    ) {
        $path = New-TestStorePath
        $progress = Wait-Progress "`$null = Open-OpsLogStore '$path' -Durability OperatingSystem; $Script"
        $progress.Activity | Should -BeLike $Activity
        $progress.StatusDescription | Should -Match '^[\d,.\s]+( of [\d,.\s]+)?\([\d,.\s]+ a second\)$'
    }
}
