# The open stores and their figures.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'returns the current statistics' {
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord b @{ n = 2 }
        $one = Get-OpsLogStore
        $one.Records, $one.OperationsSinceCheckpoint, $one.Segments | Should -Be 2, 2, 0
        $one.LogBytes | Should -Be (Get-ChildItem "$path/ops").Length
        $one.SnapshotBytes | Should -Be (Get-ChildItem "$path/snapshots").Length
        $one.Bytes | Should -Be ($one.LogBytes + $one.SnapshotBytes)
        $one.LastCheckpoint.Kind | Should -Be Utc
        Invoke-OpsLogCompaction
        $one.OperationsSinceCheckpoint | Should -Be 0
        Invoke-OpsLogArchive -Id a | Out-Null
        $one.Records, $one.Segments, $one.ArchivedRecords | Should -Be 1, 1, 1
    }

    It 'knows only the stores of its own runspace' {
        $other = [powershell]::Create().AddScript("Import-Module '$($OpsLogManifest -replace "'", "''")'; @(Get-OpsLogStore).Count")
        $other.Invoke() | Should -Be 0
        $other.Dispose()
    }
}
