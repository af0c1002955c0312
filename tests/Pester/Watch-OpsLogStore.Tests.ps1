# Watching operations of other sessions. Another session writes from its own runspace while the watcher waits.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Start-Writer ([scriptblock]$Script, [object]$Store, [int]$After = 300) {
        <# Runs a script with $store in another runspace, after some milliseconds. #>
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$module, `$store, `$after); Import-Module `$module; Start-Sleep -Milliseconds `$after; $Script")
        $null = $shell.AddArgument($OpsLogManifest).AddArgument($Store).AddArgument($After)
        [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
    }
    function Complete-Writer ($Writer) {
        $Writer.Shell.EndInvoke($Writer.Running)
        $Writer.Shell.Streams.Error | Should -BeNullOrEmpty
        $Writer.Shell.Dispose()
    }
}

Describe 'Watch-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $writer = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        $reader = Open-OpsLogStore $path -ReadOnly
        $clock = [Diagnostics.Stopwatch]::StartNew()
    }
    AfterEach { Close-TestStore }

    It 'streams what the writer does, and the reader has it then' {
        $job = Start-Writer { Set-OpsLogRecord b @{ n = 2 } -Store $store; Start-Sleep -Milliseconds 300; Remove-OpsLogRecord a -Store $store } $writer
        $seen = Watch-OpsLogStore -Count 2 -Timeout 30 | ForEach-Object { "$($_.Operation) $($_.OpsLogId) $((Get-OpsLogRecord -Store $reader).OpsLogId)" }
        Complete-Writer $job
        $seen | Should -Be 'Set b a b', 'Delete a b'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 25
    }

    It 'goes on across checkpoints of the writer' {
        $job = Start-Writer {
            foreach ($n in 1..12) {
                Set-OpsLogRecord "r$n" @{ n = $n } -Store $store
                if ($n % 3 -eq 0) { Invoke-OpsLogCompaction -Store $store }
                if ($n % 4 -eq 0) { Start-Sleep -Milliseconds 200 }
            }
        } $writer -After 100
        $seen = Watch-OpsLogStore -Count 12 -Timeout 30
        Complete-Writer $job
        $seen.OpsLogId | Should -Be (1..12 | ForEach-Object { "r$_" })
        $seen.Log | Sort-Object -Unique | Should -HaveCount 4
    }

    It 'returns the operations of a log that is removed while it watches' {
        Close-OpsLogStore $writer
        $writer = Open-OpsLogStore $path -Durability OperatingSystem -HistoryRetention 0
        $job = Start-Writer {
            foreach ($n in 1..3) {
                Set-OpsLogRecord "r$n" @{ n = $n } -Store $store
                Invoke-OpsLogCompaction -Store $store
                Start-Sleep -Milliseconds 1500
            }
        } $writer -After 1500
        $seen = Watch-OpsLogStore -Store $reader -Count 3 -Timeout 60 -WarningVariable warnings -WarningAction SilentlyContinue
        Complete-Writer $job
        $seen.OpsLogId | Should -Be r1, r2, r3
        $warnings | Should -BeNullOrEmpty
        if (-not $IsWindows) {
            # There, a log that is read is deleted at a later checkpoint.
            Get-ChildItem "$path/ops" | Should -HaveCount 1
        }
    }

    It 'warns of operations whose logs were removed before it could read them, and says from when to when' {
        Close-OpsLogStore $writer
        $writer = Open-OpsLogStore $path -Durability OperatingSystem -HistoryRetention 0
        Set-OpsLogRecord lost @{ n = 1 } -Store $writer
        $null = Invoke-OpsLogCompaction -Store $writer
        Set-OpsLogRecord b @{ n = 2 } -Store $writer
        (Watch-OpsLogStore -Store $reader -Timeout 0 -WarningVariable warnings -WarningAction SilentlyContinue).OpsLogId | Should -Be b
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match "^Operations of the store '.*' that were written between \S+Z and \S+Z are missing from .*-HistoryRetention"
        (Get-OpsLogRecord -Store $reader).OpsLogId | Should -Contain lost
        Watch-OpsLogStore -Store $reader -Timeout 0 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'begins with what the session has not taken in yet' {
        Set-OpsLogRecord b @{ n = 2 } -Store $writer
        (Watch-OpsLogStore -Timeout 0).OpsLogId | Should -Be b
        Watch-OpsLogStore -Timeout 0 | Should -BeNullOrEmpty
    }

    It 'ends after -Count' {
        1..5 | ForEach-Object { Set-OpsLogRecord "r$_" @{ n = $_ } -Store $writer }
        (Watch-OpsLogStore -Count 3 -Timeout 60).OpsLogId | Should -Be r1, r2, r3
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'ends after -Timeout, given as <name>, and not before' -ForEach @(
        @{ name = 'seconds'; timeout = 0.6 }
        @{ name = 'a time'; timeout = [timespan]::FromMilliseconds(600) }
    ) {
        Watch-OpsLogStore -Timeout $timeout | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.6
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'ends when the pipeline has enough' {
        Set-OpsLogRecord b @{ n = 2 } -Store $writer
        (Watch-OpsLogStore -Timeout 60 | Select-Object -First 1).OpsLogId | Should -Be b
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'stops at once when it is stopped, as by Ctrl-C, and leaves the session usable' {
        $job = Start-Writer { Watch-OpsLogStore -Store $store } $reader -After 0
        Start-Sleep -Milliseconds 1500
        $job.Running.IsCompleted | Should -BeFalse
        $clock.Restart()
        $job.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
        $job.Shell.InvocationStateInfo.State | Should -Be Stopped
        $job.Shell.Dispose()
        Set-OpsLogRecord b @{ n = 2 } -Store $writer
        (Update-OpsLogStore -Store $reader -PassThru).OpsLogId | Should -Contain b
    }

    It 'looks a few times a second and no more' -Skip:(-not ($IsLinux -and (Test-Path /proc/self/io))) {
        # Processor time is not meaningful on a busy machine; the number of calls that read a file is. The whole process is
        # counted, so the least of three counts is the one without reads of other threads.
        function Measure-Read ([scriptblock]$Script) {
            $count = { [long]((Get-Content /proc/self/io | Select-String '^syscr: (\d+)').Matches.Groups[1].Value) }
            $before = & $count
            & $Script
            (& $count) - $before
        }
        $null = Measure-Read { Update-OpsLogStore -Store $reader }
        $look = (Measure-Read { 1..50 | ForEach-Object { Update-OpsLogStore -Store $reader } }) / 50
        $null = Measure-Read { Watch-OpsLogStore -Timeout 0.1 }
        $looks = (1..3 | ForEach-Object { Measure-Read { Watch-OpsLogStore -Timeout 2 } } | Measure-Object -Minimum).Minimum / $look
        $looks | Should -BeGreaterThan 0
        $looks | Should -BeLessThan 60
    }

    It 'picks records by id and wildcard' {
        'web1', 'db1', 'web2' | ForEach-Object { Set-OpsLogRecord $_ @{ n = 1 } -Store $writer }
        (Watch-OpsLogStore -Id 'web*' -Timeout 0).OpsLogId | Should -Be web1, web2
        'web1', 'db1', 'web2' | ForEach-Object { Set-OpsLogRecord $_ @{ n = 2 } -Store $writer }
        (Watch-OpsLogStore db1, none -Timeout 0).OpsLogId | Should -Be db1
    }

    It 'gives values in the form that is asked for' {
        Set-OpsLogRecord b @{ on = [datetime]'2026-01-02T03:04:05Z' } -Store $writer
        (Watch-OpsLogStore -Timeout 0).After.on | Should -BeOfType datetime
        Set-OpsLogRecord c @{ on = [datetime]'2026-01-02T03:04:05Z' } -Store $writer
        (Watch-OpsLogStore -Timeout 0 -DateKind String).After.on | Should -BeOfType string
        Set-OpsLogRecord d @{ n = 1 } -Store $writer
        (Watch-OpsLogStore -Timeout 0 -AsJson).After | Should -BeExactly '{"n":1}'
        Get-ErrorId { Watch-OpsLogStore -Timeout 0 -AsJson -AsHashtable } | Should -Be ConflictingForms
    }

    It 'returns everything although other threads update the session at the same time' {
        Set-OpsLogRecord b @{ n = 1 } -Store $writer
        $seen = Watch-OpsLogStore -Count 3 -Timeout 30 | ForEach-Object {
            $_.OpsLogId
            if ($_.OpsLogId -ne 'd') {
                Set-OpsLogRecord ([string][char]([int][char]$_.OpsLogId + 1)) @{ n = 1 } -Store $writer
                Update-OpsLogStore -Store $reader
            }
        }
        $seen | Should -Be b, c, d
    }

    It 'is NothingToWatch for the single writer itself, and says what to do' {
        $refused = { Watch-OpsLogStore -Store $writer } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'NothingToWatch,*'
        $refused.CategoryInfo.Category | Should -Be InvalidOperation
        "$refused" | Should -BeLike '*-ReadOnly*-Agent*'
    }

    It 'refuses <name>' -ForEach @(
        @{ name = 'no count'; with = @{ Count = 0 } }
        @{ name = 'a negative timeout'; with = @{ Timeout = -1 } }
        @{ name = 'a timeout that is none'; with = @{ Timeout = 'soon' } }
    ) {
        { Watch-OpsLogStore @with } | Should -Throw
    }

    It 'is refused where no store is open, for a closed one, and in a batch' {
        Close-OpsLogStore $reader
        Get-ErrorId { Watch-OpsLogStore -Store $reader } | Should -Be StoreClosed
        Get-ErrorId { Invoke-OpsLogBatch { Watch-OpsLogStore -Timeout 0 } -Store $writer } | Should -Be NotInBatch
        Close-TestStore
        Get-ErrorId { Watch-OpsLogStore } | Should -Be NoOpenStore
    }
}
