# What an agent is refused, and why.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'An agent that is refused' {
    BeforeEach { $path = New-TestStorePath }
    AfterEach { Close-TestStore }

    It 'is InvalidName: <name>, and nothing is created' -ForEach @(
        @{ name = 'an empty id'; id = '' }
        @{ name = 'a separator'; id = 'a/b' }
        @{ name = 'a way out'; id = '..' }
        @{ name = 'a control character'; id = "a`nb" }
        @{ name = '129 characters'; id = 'x' * 129 }
    ) {
        $refused = { Open-OpsLogStore $path -Agent $id -SchemaVersion 2 } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        "$refused" | Should -BeLike '*an agent id*'
        Test-Path $path | Should -BeFalse
        (Open-OpsLogStore $path -Agent ('x' * 128)).Agent | Should -HaveCount 1
    }

    It 'is ReadOnlyAgent: one that would only read' {
        Get-ErrorId { Open-OpsLogStore $path -Agent one -ReadOnly } | Should -Be ReadOnlyAgent
        Test-Path $path | Should -BeFalse
    }

    It 'is AgentLocked: one that is open in this process, and the error says so' {
        $null = Open-OpsLogStore $path -Agent one
        $refused = { Open-OpsLogStore $path -Agent one } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'AgentLocked,*'
        "$refused" | Should -BeLike "*already open as agent 'one' in this process*"
    }

    It 'is StoreLocked: a single writer beside an agent of this process' {
        $null = Open-OpsLogStore $path -Agent one
        $before = Get-StoreContent $path
        $refused = { Open-OpsLogStore $path } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
        "$refused" | Should -BeLike "*as agent 'one'*-Agent*"
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is StoreLocked: an agent beside a single writer of this process' {
        $null = Open-OpsLogStore $path
        Get-ErrorId { Open-OpsLogStore $path -Agent one } | Should -Be StoreLocked
        (Get-OpsLogStore).Agent | Should -BeNullOrEmpty
    }

    It 'is AgentLog: a log that was cut by hand' {
        $one = Open-OpsLogStore $path -Agent one
        $two = Open-OpsLogStore $path -Agent two
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Set-OpsLogRecord b @{ n = 2 } -Store $one
        Update-OpsLogStore $two
        $log = (Get-ChildItem "$path/ops/agent-one-*").FullName
        $bytes = Get-FileByte $log
        Close-OpsLogStore $one
        [IO.File]::WriteAllBytes($log, $bytes[0..($bytes.Length / 2 - 1)])
        Get-ErrorId { Update-OpsLogStore $two } | Should -Be AgentLog
        Get-ErrorId { Watch-OpsLogStore -Store $two -Timeout 5 } | Should -Be AgentLog
        (Get-OpsLogRecord -Store $two).OpsLogId | Should -Be a, b
    }

    It 'is AgentLog: a log that holds another agent''s operations' {
        $null = Open-OpsLogStore $path -Agent one -CheckpointOnClose Never
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        $log = (Get-ChildItem "$path/ops/agent-one-*").FullName
        $line = [IO.File]::ReadAllText($log) -replace '"agent":"one"', '"agent":"two"' -replace ',"crc":"\w+"'
        [IO.File]::WriteAllText($log, $line)
        Get-ErrorId { Open-OpsLogStore $path -Agent three } | Should -Be AgentLog
    }

    It 'is LogMissing: a log that is gone' {
        $null = Open-OpsLogStore $path -Agent one -CheckpointOnClose Never
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        Remove-Item "$path/ops/agent-one-*"
        Get-ErrorId { Open-OpsLogStore $path -Agent two } | Should -Be LogMissing
    }
}
