# Closing stores, on request and otherwise.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Close-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'releases the store, and the one opened before is the default again' {
        $second = Open-OpsLogStore (New-TestStorePath)
        (Get-OpsLogStore).Path | Should -Be $second.Path, $path
        Close-OpsLogStore
        $second.IsOpen | Should -BeFalse
        $second.Records | Should -BeNullOrEmpty
        (Get-OpsLogStore).Path | Should -Be $path
        Set-OpsLogRecord a @{ n = 1 }
        $store.Records | Should -Be 1
    }

    It 'takes stores from the pipeline and by path, and one that is closed already' {
        Close-OpsLogStore $path
        $store.IsOpen | Should -BeFalse
        { $store | Close-OpsLogStore } | Should -Not -Throw
    }

    It 'takes a checkpoint by its rule' {
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -CheckpointOnClose Always
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        (Open-OpsLogStore $path).OperationsSinceCheckpoint | Should -Be 0
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -CheckpointOnClose Never
        Set-OpsLogRecord a @{ n = 2 }
        Close-OpsLogStore
        (Open-OpsLogStore $path).OperationsSinceCheckpoint | Should -Be 1
    }
}

Describe 'What closes a store by itself' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Close-OpsLogStore
        $import = "Import-Module '$($OpsLogManifest -replace "'", "''")'; `$store = Open-OpsLogStore '$path' -WriteMode Async; Set-OpsLogRecord a @{ n = 1 }"
    }
    AfterEach { Close-TestStore }

    It 'is <name>' -ForEach @(
        @{ name = 'leaving the shell'; then = '' }
        @{ name = 'exit'; then = 'exit 0' }
        @{ name = 'an exit in the middle of a batch, which is not written'; then = 'Invoke-OpsLogBatch { Set-OpsLogRecord b @{}; exit 0 }' }
        @{ name = 'an exit of the process in the middle of a batch'; then = 'Invoke-OpsLogBatch { Set-OpsLogRecord b @{}; [Environment]::Exit(0) }' }
        @{ name = 'removing the module'; then = 'Remove-Module OpsLog; if ($store.IsOpen) { exit 3 }; [Diagnostics.Process]::GetCurrentProcess().Kill()' }
    ) {
        $null = Invoke-Shell @('-Command', "$import; $then") 2>&1
        $exitCode = $LASTEXITCODE
        if ($name -ne 'removing the module') { $exitCode | Should -Be 0 } else { $exitCode | Should -Not -Be 3 }
        Join-Path $path .lock | Should -Not -Exist
        $null = Open-OpsLogStore $path
        (Get-OpsLogRecord).OpsLogId | Should -Be a
    }

    It 'is the end of its runspace' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $session = $shell.AddScript("$import; `$store").Invoke()[0]
        $session.IsOpen | Should -BeTrue
        $runspace.Close()
        $session.IsOpen | Should -BeFalse
        $shell.Dispose()
        $null = Open-OpsLogStore $path
        (Get-OpsLogRecord).n | Should -Be 1
    }
}
