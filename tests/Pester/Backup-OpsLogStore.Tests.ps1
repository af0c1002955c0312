# Copies of stores, in use or not.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-AllRecord ([string]$Path) {
        <# What a reader finds, as one text. #>
        $reader = Open-OpsLogStore $Path -ReadOnly
        try {
            $state = Get-OpsLogRecord -Store $reader | Sort-Object OpsLogId | ForEach-Object { $_ | ConvertTo-Json -Compress }
            $segments = Get-OpsLogArchive -Store $reader | ForEach-Object { $segment = $_.Segment; Get-OpsLogRecord -Store $reader -Segment $segment | ForEach-Object { "$segment $($_ | ConvertTo-Json -Compress)" } }
            @($state; $segments) -join "`n"
        }
        finally { Close-OpsLogStore -Store $reader }
    }
}

AfterAll { Close-TestStore }

Describe 'Backup-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $copy = New-TestStorePath copy
        $store = Open-OpsLogStore $path
        1..6 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
        $null = Invoke-OpsLogArchive -Id r6 -Segment old
        Invoke-OpsLogCompaction
        Set-OpsLogRecord -Id r1 -Value @{ n = 'changed' }
    }
    AfterEach { Close-TestStore }

    It 'copies the default store while it is open, and returns the result' {
        $result = Backup-OpsLogStore $copy
        $result.GetType().FullName | Should -Be 'OpsLog.Core.Maintenance.BackupResult'
        $result.Source, $result.Destination | Should -Be $path, $copy
        $result.Records, $result.Operations | Should -Be 5, 1
        $files = Get-ChildItem $copy -Recurse -File -Force
        $result.Files | Should -Be $files.Count
        $result.Bytes | Should -Be ($files | Measure-Object Length -Sum).Sum
        $result.Findings | Should -HaveCount 0
        $files.Name | Should -Not -Contain '.lock'
        (Get-ChildItem $copy -Directory -Force).Name | Sort-Object | Should -Be archive, ops, snapshots
        Get-AllRecord $copy | Should -Be (Get-AllRecord $path)
    }

    It 'makes a store that goes on like any other, with its history' {
        $null = Backup-OpsLogStore $copy
        Set-OpsLogRecord -Id r2 -Value @{ n = 'after the backup' }
        Close-OpsLogStore
        $restored = Open-OpsLogStore $copy -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        @(Get-OpsLogOperation).Count | Should -Be 8
        (Undo-OpsLogOperation).OpsLogId | Should -Be r1
        (Undo-OpsLogOperation).OpsLogId | Should -Be r6
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 2, 3, 4, 5, 6
    }

    It 'leaves the history out with -ExcludeHistory' {
        $null = Backup-OpsLogStore $copy -ExcludeHistory
        @(Get-ChildItem "$copy/ops").Count | Should -Be 1
        Get-AllRecord $copy | Should -Be (Get-AllRecord $path)
    }

    It 'takes a store with -Store, from the pipeline, with -Path and with -LiteralPath' {
        $other = New-TestStorePath 'with [brackets]'
        $null = Open-OpsLogStore -LiteralPath $other
        Set-OpsLogRecord -Id only -Value @{}
        (Backup-OpsLogStore "$copy-1" -Store $store).Records | Should -Be 5
        ($store | Backup-OpsLogStore "$copy-2").Records | Should -Be 5
        (Backup-OpsLogStore "$copy-3" -Path $path).Records | Should -Be 5
        (Backup-OpsLogStore "$copy-4 [x]" -LiteralPath $other).Records | Should -Be 1
        Test-Path -LiteralPath "$copy-4 [x]/manifest.json" | Should -BeTrue
        Push-Location $TestDrive
        try { (Backup-OpsLogStore relative -Path $path).Destination | Should -Be (Join-Path $TestDrive relative) } finally { Pop-Location }
    }

    It 'flushes what this process has acknowledged: <name>' -ForEach @(
        @{ name = 'the session given'; call = { Backup-OpsLogStore $copy -Store $async } }
        @{ name = 'one that is open at the path given'; call = { Backup-OpsLogStore $copy -Path $lazy } }
    ) {
        $lazy = New-TestStorePath
        $async = Open-OpsLogStore $lazy -WriteMode Async
        1..2000 | ForEach-Object { Set-OpsLogRecord -Id "id-$_" -Value @{ n = $_ } }
        (& $call).Records | Should -Be 2000
    }

    It 'copies a store with live agents, which go on in the copy' {
        $shared = New-TestStorePath
        $a = Open-OpsLogStore $shared -Agent a
        $b = Open-OpsLogStore $shared -Agent b
        Set-OpsLogRecord -Store $a -Id x -Value @{ by = 'a' }
        Update-OpsLogStore -Store $b
        Set-OpsLogRecord -Store $b -Id x -Value @{ by = 'b' }
        Invoke-OpsLogCompaction -Store $b
        Set-OpsLogRecord -Store $a -Id y -Value @{ by = 'a' }
        (Backup-OpsLogStore $copy -Store $a).Records | Should -Be 2
        $again = Open-OpsLogStore $copy -Agent a
        (Undo-OpsLogOperation -Store $again).OpsLogId | Should -Be y
        (Get-OpsLogRecord -Store $again -Id x).by | Should -Be b
    }

    It 'does nothing with -WhatIf' {
        Backup-OpsLogStore $copy -WhatIf | Should -BeNullOrEmpty
        Test-Path $copy | Should -BeFalse
    }

    It 'does not fail on files that come and go while it counts them' {
        $files = 1..40 | ForEach-Object { [IO.Path]::Combine($path, 'ops', "ops-9$_.jsonl") }
        $job = Start-ThreadJob {
            for (;;) { foreach ($file in $using:files) { [IO.File]::WriteAllText($file, ''); [IO.File]::Delete($file) } }
        }
        try {
            while (-not (Get-ChildItem "$path/ops" -Filter 'ops-9*')) { Start-Sleep -Milliseconds 10 }
            1..200 | ForEach-Object { Backup-OpsLogStore $copy -WhatIf }
        }
        finally { $job | Remove-Job -Force }
        $copy | Should -Not -Exist
    }

    It 'changes no byte of the store' {
        $before = Get-StoreContent $path
        $null = Backup-OpsLogStore $copy
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is shown as a table' {
        Backup-OpsLogStore $copy | Out-String -Width 300 | Should -Match 'Records\s+Files\s+Size\s+Duration\s+Findings\s+Destination'
    }

    It 'stops when the pipeline is stopped, and leaves nothing' {
        1..60 | ForEach-Object { Set-OpsLogRecord -Id "big-$_" -Value @{ text = 'x' * 1000000 } }
        $shell = [powershell]::Create().AddScript("Import-Module '$($OpsLogManifest -replace "'", "''")'; Backup-OpsLogStore '$copy' -Path '$path'")
        try {
            $running = $shell.BeginInvoke()
            $until = [datetime]::UtcNow.AddSeconds(30)
            while (-not (Test-Path "$copy/ops") -and -not $running.IsCompleted -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 1 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally { $shell.Dispose() }
        Test-Path $copy | Should -BeFalse
    }
}

Describe 'A backup that is refused' {
    BeforeAll {
        $path = New-TestStorePath
        $null = Open-OpsLogStore $path
        Set-OpsLogRecord -Id a -Value @{ n = 1 }
        $taken = New-TestStorePath taken
        $null = New-Item -ItemType Directory $taken
        Set-Content "$taken/notes.txt" mine
        $unfinished = New-TestStorePath unfinished
        $null = New-Item -ItemType Directory $unfinished
        Set-Content "$unfinished/backup.unfinished" 'as a killed one leaves it'
        $closed = Open-OpsLogStore (New-TestStorePath)
        Close-OpsLogStore -Store $closed
        $before = Get-StoreContent $path
    }
    AfterAll { Close-TestStore }

    It 'is <id>: <name>' -ForEach @(
        @{ id = 'BackupDestinationNotEmpty'; name = 'a folder that holds a file'; call = { Backup-OpsLogStore $taken } }
        @{ id = 'BackupDestinationNotEmpty'; name = 'where one was begun'; call = { Backup-OpsLogStore $unfinished } }
        @{ id = 'BackupDestinationInsideStore'; name = 'the store itself'; call = { Backup-OpsLogStore $path } }
        @{ id = 'BackupDestinationInsideStore'; name = 'a folder in the store'; call = { Backup-OpsLogStore (Join-Path $path backup) } }
        @{ id = 'StoreNotFound'; name = 'a store that is not there'; call = { Backup-OpsLogStore (New-TestStorePath) -Path (New-TestStorePath) } }
        @{ id = 'StoreClosed'; name = 'a store that was closed'; call = { Backup-OpsLogStore (New-TestStorePath) -Store $closed } }
        @{ id = 'NotInBatch'; name = 'within a batch'; call = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Backup-OpsLogStore (New-TestStorePath) } } }
        @{ id = 'PathNotFileSystem'; name = 'a path of another provider'; call = { Backup-OpsLogStore env:copy } }
        @{ id = 'Storage'; name = 'a file in its place'; call = { Backup-OpsLogStore "$taken/notes.txt" } }
    ) {
        Get-ErrorId $call | Should -Be $id
        Get-StoreContent $path | Should -BeExactly $before
        (Get-ChildItem $taken -Force).Name | Should -Be notes.txt
        Get-ChildItem $path -Directory | Should -HaveCount 4
    }

    It 'is NoOpenStore where none is open' {
        Get-OpsLogStore | Close-OpsLogStore
        Get-ErrorId { Backup-OpsLogStore (New-TestStorePath) } | Should -Be NoOpenStore
    }

    It 'is BackupUnfinished, as a store' {
        Get-ErrorId { Open-OpsLogStore $unfinished } | Should -Be BackupUnfinished
        Get-ErrorId { Open-OpsLogStore $unfinished -ReadOnly } | Should -Be BackupUnfinished
        (Get-ChildItem $unfinished -Force -File).Name | Should -Be backup.unfinished
    }
}

Describe 'A store that is damaged' {
    It 'is copied as it is, and each damage is DamageCopied, after which the result comes' {
        $path = New-TestStorePath
        $copy = New-TestStorePath copy
        $null = Open-OpsLogStore $path
        1..5 | ForEach-Object { Set-OpsLogRecord -Id "r$_" -Value @{ n = $_ } }
        Close-OpsLogStore
        $log = (Get-ChildItem "$path/ops").FullName
        $text = [IO.File]::ReadAllText($log)
        [IO.File]::WriteAllText($log, $text.Replace('"n":2', '"n":7').Replace('"n":4', '"n":9'))
        $result = Backup-OpsLogStore $copy -Path $path -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -Be 'DamageCopied,OpsLog.PowerShell.Cmdlets.Store.BackupOpsLogStoreCommand', 'DamageCopied,OpsLog.PowerShell.Cmdlets.Store.BackupOpsLogStoreCommand'
        $problems[0].ToString() | Should -BeLike "*$path*ops/$(Split-Path $log -Leaf), line 2, byte *"
        $problems[0].CategoryInfo.Category | Should -Be InvalidData
        $problems[0].TargetObject | Should -Be "ops/$(Split-Path $log -Leaf)"
        $result.Records | Should -Be 3
        @($result.Findings | Where-Object Severity -EQ Error).Count | Should -Be 2
        [IO.File]::ReadAllText("$copy/ops/$(Split-Path $log -Leaf)") | Should -BeExactly ([IO.File]::ReadAllText($log))
    }

    It 'is copied though it cannot be opened' {
        $path = New-TestStorePath
        $copy = New-TestStorePath copy
        $null = Open-OpsLogStore $path
        Set-OpsLogRecord -Id a -Value @{ n = 1 }
        Invoke-OpsLogCompaction
        Close-OpsLogStore
        [IO.File]::WriteAllText("$path/manifest.json", '{"version":1,')
        $result = Backup-OpsLogStore $copy -Path $path -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DamageCopied,*'
        $result.Records | Should -BeNullOrEmpty
        (Get-ChildItem $copy -Recurse -File).Name | Sort-Object | Should -Be ((Get-ChildItem $path -Recurse -File | Where-Object FullName -NotMatch '[\\/]locks[\\/]').Name | Sort-Object)
    }
}

Describe 'A store whose disk is full' {
    It 'is copied with a warning, as it was acknowledged' -Skip:(-not ($IsLinux -and (id -u) -eq 0)) {
        $small = New-TestStorePath small
        $null = New-Item -ItemType Directory $small
        mount -t tmpfs -o size=1m opslog-test $small 2>$null
        if ($LASTEXITCODE -ne 0) { Set-ItResult -Skipped -Because 'no file system may be mounted here'; return }
        try {
            $store = Open-OpsLogStore "$small/store"
            $acknowledged = 0
            $failure = try { while ($acknowledged -lt 1000) { Set-OpsLogRecord -Id "id-$acknowledged" -Value @{ text = 'x' * 5000 }; $acknowledged++ } } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'StoreFailed,*'
            $copy = New-TestStorePath copy
            (Backup-OpsLogStore $copy -WarningVariable warnings -WarningAction SilentlyContinue).Records | Should -Be $acknowledged
            "$warnings" | Should -BeLike '*No space left*backup contains what was written to the files.'

            $room = "$small/copy"
            $failure = try { Backup-OpsLogStore $room -WarningAction SilentlyContinue } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'Storage,*'
            "$failure" | Should -BeLike "*$room*No space left*"
            Test-Path $room | Should -BeFalse
        }
        finally {
            Close-TestStore
            umount $small
        }
    }
}

Describe 'A store that another process writes to all the time' {
    It 'is copied again and again, and each copy is one state of it, not before what was acknowledged' {
        $seconds = if ($env:OPSLOG_LONG) { 20 } else { 3 }
        $path = New-TestStorePath
        $reported = "$path-reported"
        $shell = Get-Shell
        $writer = Start-Process -NoNewWindow -FilePath $shell.Path -PassThru -RedirectStandardError "$path-errors" -RedirectStandardOutput "$path-output" -ArgumentList (@($shell.Arguments) + @(
                '-NoLogo', '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/BusyWriter.ps1", '-Manifest', $OpsLogManifest, '-Path', $path, '-Reported', $reported, '-Seconds', ($seconds + 1)))
        try {
            $until = [datetime]::UtcNow.AddSeconds(60)
            while (-not (Test-Path $reported) -and -not $writer.HasExited -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
            $backups = 0
            $until = [datetime]::UtcNow.AddSeconds($seconds)
            while ([datetime]::UtcNow -lt $until) {
                # The file may be looked at while it is written.
                $known = [long]((@(Get-Content $reported -Tail 2) -match '^\d+;$')[-1] -replace ';')
                $copy = "$path-copy-$backups"
                $result = Backup-OpsLogStore $copy -Path $path
                $result.Findings | Should -HaveCount 0
                $reader = Open-OpsLogStore $copy -ReadOnly
                $total = (Get-OpsLogRecord -Store $reader -Id total).n
                $parts = Get-OpsLogRecord -Store $reader | Where-Object OpsLogId -NE total
                ($parts | Measure-Object n -Sum).Sum | Should -Be $total
                $total | Should -BeGreaterOrEqual $known
                Close-OpsLogStore -Store $reader
                Remove-Item $copy -Recurse
                $backups++
            }
            $writer.WaitForExit()
        }
        finally {
            if (-not $writer.HasExited) { $writer.Kill(); $writer.WaitForExit() }
        }
        Get-Content "$path-errors" | Should -BeNullOrEmpty
        Write-Host "  $backups backups"
        $backups | Should -BeGreaterThan 0
    }
}
