# Several writers on one store: in this process, and in another one.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Complete ([string]$Line) { ([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches.CompletionText }
    function Invoke-Other ([string]$Script) {
        <# Runs a script in another PowerShell that has the module and $path. #>
        $prelude = "`$ErrorActionPreference = 'Stop'; Import-Module '$($OpsLogManifest -replace "'", "''")'; `$path = '$($path -replace "'", "''")'; "
        $output = Invoke-Shell @('-Command', "$prelude$Script") 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output
    }
    function Start-Other ([string]$Script) {
        <# The same, not waited for; it ends when its input does. #>
        $shell = Get-Shell
        $prelude = "`$ErrorActionPreference = 'Stop'; Import-Module '$($OpsLogManifest -replace "'", "''")'; `$path = '$($path -replace "'", "''")'; "
        $start = [Diagnostics.ProcessStartInfo]@{ FileName = $shell.Path; RedirectStandardInput = $true; RedirectStandardOutput = $true; UseShellExecute = $false }
        foreach ($argument in @($shell.Arguments) + @('-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "$prelude$Script; 'ready'; [Console]::In.ReadLine() | Out-Null")) {
            $start.ArgumentList.Add($argument)
        }
        $process = [Diagnostics.Process]::Start($start)
        while (($line = $process.StandardOutput.ReadLine()) -ne 'ready') {
            if ($null -eq $line) { throw "The other PowerShell ended with exit code $($process.ExitCode)." }
        }
        $process
    }
    function Stop-Other ($Process) {
        $Process.StandardInput.WriteLine()
        $Process.WaitForExit(60000) | Should -BeTrue
    }
}

Describe 'Two agents in one process' {
    BeforeEach {
        $path = New-TestStorePath
        $one = Open-OpsLogStore $path -Agent one -Durability OperatingSystem
        $two = Open-OpsLogStore $path -Agent two -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'are distinguished by the session, and listed' {
        $one.Agent, $two.Agent | Should -Be one, two
        (Get-OpsLogStore).Agent | Should -Be two, one
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        $one.Clock | Should -Be 1
        Get-OpsLogStore | Format-Table | Out-String | Should -Match '(?s)Agent.*two.*one'
        Close-TestStore
        (Open-OpsLogStore $path -ReadOnly).Agent | Should -BeNullOrEmpty
    }

    It 'can''t have ids that Windows or macOS takes for one' {
        (Get-ErrorId { Open-OpsLogStore $path -Agent ONE }) | Should -Be InvalidName
    }

    It 'can''t have ids that are one in another Unicode form' {
        if ([string]::new([char]0xF6, 1).Normalize('FormD').Length -eq 1) { Set-ItResult -Skipped -Because 'this shell has no Unicode data (invariant mode)'; return }
        $null = Open-OpsLogStore $path -Agent "j$([char]0xF6)rg"
        (Get-ErrorId { Open-OpsLogStore $path -Agent "jo$([char]0x308)rg" }) | Should -Be InvalidName
    }

    It 'see each other''s writes after Update-OpsLogStore' {
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Set-OpsLogRecord b @{ n = 2 } -Store $two
        Test-OpsLogRecord b -Store $one | Should -BeFalse
        $new = Update-OpsLogStore -Store $one -PassThru
        $new.OpsLogId, $new.Agent, $new.Clock | Should -Be b, two, 1
        $new = Update-OpsLogStore -Store $two -PassThru
        $new.OpsLogId, $new.Agent | Should -Be a, one
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Store $session).n | Sort-Object | Should -Be 1, 2 }
        Update-OpsLogStore -Store $two -PassThru | Should -BeNullOrEmpty
    }

    It 'have one order: the later clock wins, and for equal ones the later agent id' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Set-OpsLogRecord a @{ by = 'two' } -Store $two
        $one, $two | Update-OpsLogStore
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Id a -Store $session).by | Should -Be two }
        Set-OpsLogRecord a @{ by = 'one again' } -Store $one
        Update-OpsLogStore $two
        (Get-OpsLogRecord -Id a -Store $two).by | Should -Be 'one again'
    }

    It 'are in the log, and Get-OpsLogOperation picks by agent' {
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Update-OpsLogStore $two
        Set-OpsLogRecord a @{ n = 2 } -Store $two
        Set-OpsLogRecord b @{ n = 3 } -Store $two
        Update-OpsLogStore $one
        (Get-OpsLogOperation -Store $one).Agent | Should -Be one, two, two
        (Get-OpsLogOperation -Store $one -Agent two).OpsLogId | Should -Be a, b
        (Get-OpsLogOperation a -Store $one -Agent one).Clock | Should -Be 1
    }

    It 'undo their own last step alone, and leave what another wrote later' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Set-OpsLogRecord b @{ by = 'one' } -Store $one
        Update-OpsLogStore $two
        Set-OpsLogRecord a @{ by = 'two' } -Store $two
        Set-OpsLogRecord c @{ by = 'two' } -Store $two
        Update-OpsLogStore $one
        (Undo-OpsLogOperation -Store $one -Count 2).OpsLogId | Should -Be b, a
        Update-OpsLogStore $two
        foreach ($session in $one, $two) {
            Get-OpsLogRecord -Store $session | ForEach-Object { "$($_.OpsLogId) $($_.by)" } | Sort-Object | Should -Be 'a two', 'c two'
        }
        (Get-OpsLogOperation -Store $two -Agent one).Undo | Should -Be $false, $false, $true, $true
        Undo-OpsLogOperation -Store $one -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*nothing to undo*'
    }

    It 'undo their own last step though another wrote and compacted behind it' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Remove-OpsLogRecord a -Store $one
        Update-OpsLogStore $two
        1..9 | ForEach-Object { Set-OpsLogRecord b @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $two
        (Undo-OpsLogOperation -Store $one).OpsLogId | Should -Be a
        (Get-OpsLogRecord -Id a -Store $one).by | Should -Be one
    }

    It 'refuse with Undo the deletion of a record that a compaction has forgotten, and change nothing' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Remove-OpsLogRecord a -Store $one
        Close-OpsLogStore $one
        Update-OpsLogStore $two
        1..9 | ForEach-Object { Set-OpsLogRecord b @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $two
        $one = Open-OpsLogStore $path -Agent one
        $before = Get-StoreContent $path
        Get-ErrorId { Undo-OpsLogOperation -Store $one } | Should -Be Undo
        "$($Error[0])" | Should -BeLike "*record 'a'*set the record to the Before value*"
        Get-StoreContent $path | Should -BeExactly $before
        Test-OpsLogRecord -Id a -Store $one | Should -BeFalse
    }

    It 'lose nothing to each other''s compaction and archive' {
        1..20 | ForEach-Object { Set-OpsLogRecord "one$_" @{ n = $_ } -Store $one; Set-OpsLogRecord "two$_" @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $one
        Set-OpsLogRecord after @{ n = 1 } -Store $two
        $null = Invoke-OpsLogArchive { $_.n -gt 15 } -Segment big -Store $two
        Invoke-OpsLogCompaction -Store $two
        Update-OpsLogStore $one
        $expected = @(1..15 | ForEach-Object { "one$_"; "two$_" }; 'after') | Sort-Object
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Store $session).OpsLogId | Sort-Object | Should -Be $expected }
        Get-OpsLogRecord -Segment big -Store $one | Should -HaveCount 10
        Close-TestStore
        $null = Open-OpsLogStore $path
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be $expected
    }

    It 'have batches that come whole' {
        Invoke-OpsLogBatch { Set-OpsLogRecord a @{ n = 1 }; Set-OpsLogRecord b @{ n = 2 } } -Store $two
        (Update-OpsLogStore $one -PassThru).Batch | Should -Be '1/2', '2/2'
        (Undo-OpsLogOperation -Store $two).OpsLogId | Should -Be a, b
        Update-OpsLogStore $one
        Get-OpsLogRecord -Store $one | Should -BeNullOrEmpty
    }

    It 'watch each other, also when a step of one''s own had to refresh' {
        Set-OpsLogRecord x1 @{ n = 1 } -Store $two
        $seen = Watch-OpsLogStore -Store $one -Count 3 -Timeout 30 | ForEach-Object {
            "$($_.Agent) $($_.OpsLogId)"
            if ($_.OpsLogId -eq 'x1') {
                Set-OpsLogRecord x2 @{ n = 2 } -Store $two
                Set-OpsLogRecord mine @{ n = 2 } -Store $one
                Invoke-OpsLogCompaction -Store $one
                Set-OpsLogRecord x3 @{ n = 3 } -Store $two
            }
        }
        $seen | Should -Be 'two x1', 'two x2', 'two x3'
    }
}

Describe 'An agent in another process' {
    BeforeEach { $path = New-TestStorePath }
    AfterEach { Close-TestStore }

    It 'writes, and this one sees it; and the other way round' {
        $null = Open-OpsLogStore $path -Agent here -Durability OperatingSystem
        Set-OpsLogRecord from-here @{ n = 1 }
        $records = Invoke-Other "`$null = Open-OpsLogStore `$path -Agent there; (Get-OpsLogRecord).OpsLogId; 1..3 | ForEach-Object { Set-OpsLogRecord there`$_ @{ n = `$_ } }; Close-OpsLogStore"
        $records | Should -Be from-here
        $new = Update-OpsLogStore -PassThru
        $new.OpsLogId | Should -Be there1, there2, there3
        $new.Agent | Sort-Object -Unique | Should -Be there
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be from-here, there1, there2, there3
    }

    It 'has its id for itself while it lives, and the error names it; and it leaves it when it is killed' {
        $other = Start-Other '$null = Open-OpsLogStore $path -Agent nightly; Set-OpsLogRecord a @{ n = 1 }'
        try {
            $refused = { Open-OpsLogStore $path -Agent nightly } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'AgentLocked,*'
            $refused.CategoryInfo.Category | Should -Be ResourceBusy
            $refused.TargetObject | Should -Be nightly
            "$refused" | Should -BeLike "*'nightly'*$path*process $($other.Id) *"

            $refused = { Open-OpsLogStore $path } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
            "$refused" | Should -BeLike "*process $($other.Id) *agent 'nightly'*"
        }
        finally { $other.Kill(); $other.WaitForExit() }
        (Open-OpsLogStore $path -Agent nightly -LockTimeout 10).Agent | Should -Be nightly
        (Get-OpsLogRecord).n | Should -Be 1
    }

    It 'keeps out while a single writer is at work, and the error names that' {
        $other = Start-Other '$null = Open-OpsLogStore $path'
        try {
            $refused = { Open-OpsLogStore $path -Agent one } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
            "$refused" | Should -BeLike "*process $($other.Id) *"
        }
        finally { Stop-Other $other }
        (Open-OpsLogStore $path -Agent one).Agent | Should -Be one
    }
}

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

Describe 'Completing agents' {
    BeforeAll {
        $path = New-TestStorePath
        foreach ($agent in 'backup', 'nightly', 'night-shift') {
            $null = Open-OpsLogStore $path -Agent $agent -Durability OperatingSystem
            Set-OpsLogRecord $agent @{ n = 1 }
            Close-OpsLogStore
        }
    }
    AfterEach { Close-TestStore }

    It 'offers for a store to be opened the agents it knows' {
        Complete "Open-OpsLogStore '$path' -Agent nig" | Should -Be night-shift, nightly
        Complete "Open-OpsLogStore -LiteralPath '$path' -Agent b" | Should -Be backup
        Push-Location $TestDrive
        try { Complete "Open-OpsLogStore ./$(Split-Path -Leaf $path) -Agent " | Should -Be backup, night-shift, nightly }
        finally { Pop-Location }
        Complete "Open-OpsLogStore '$path-none' -Agent nig" | Should -Not -Contain nightly
        Test-Path "$path-none" | Should -BeFalse
    }

    It 'offers for the open store the agents that wrote to it, in its history too' {
        $null = Open-OpsLogStore $path -ReadOnly
        Complete 'Get-OpsLogOperation -Agent ' | Should -Be backup, night-shift, nightly
        Complete 'Get-OpsLogOperation -Agent NIGHTL' | Should -Be nightly
    }
}
