# The offline check of a store.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-Log { (Get-ChildItem "$path/ops/*.jsonl" | Sort-Object Name)[-1].FullName }
}

Describe 'Test-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $null = Open-OpsLogStore $path -Durability OperatingSystem -CheckpointOnClose Never
        Set-OpsLogRecord web01 @{ cpus = 4 }
        Set-OpsLogRecord web01 @{ cpus = 8 }
        Set-OpsLogRecord db01 @{ cpus = 2 }
        Close-OpsLogStore
    }
    AfterEach { Close-TestStore }

    It 'says nothing of a healthy store, and with -Quiet that it is one' {
        Test-OpsLogStore $path | Should -BeNullOrEmpty
        Test-OpsLogStore $path -Quiet | Should -BeTrue
    }

    It 'returns what is wrong: file, line, offset and what to do' {
        $log = Get-Log
        $text = [IO.File]::ReadAllText($log)
        $second = $text.IndexOf("`n") + 1
        [IO.File]::WriteAllText($log, $text.Replace('"cpus":8', '"cpus":9').Substring(0, $text.Length - 5))
        $before = Get-StoreContent $path

        $findings = @(Test-OpsLogStore $path)
        $findings.Kind | Should -Be 'LogDamage', 'TornTail'
        $findings[0].Severity | Should -Be 'Error'
        $findings[0].File | Should -Be $log
        $findings[0].Line | Should -Be 2
        $findings[0].Offset | Should -Be $second
        $findings[0].Message | Should -Match 'checksum'
        $findings[0].Advice | Should -Match 'backup'
        $findings[0].Store | Should -Be $path
        $findings[0].Place | Should -Be "ops/$(Split-Path -Leaf $log):2 @$second"
        $findings[1].Severity | Should -Be 'Warning'
        $findings[1].Line | Should -Be 3
        Test-OpsLogStore $path -Quiet | Should -BeFalse
        Get-StoreContent $path | Should -BeExactly $before
        Join-Path $path .lock | Should -Not -Exist
    }

    It 'returns a problem that an opening repairs until it is repaired, and what was set aside as information' {
        [IO.File]::AppendAllText((Get-Log), '{"ts"')
        Test-OpsLogStore $path -Quiet | Should -BeFalse
        $null = Open-OpsLogStore $path -WarningAction Ignore
        Close-OpsLogStore
        (Test-OpsLogStore $path).Kind | Should -Be 'TornFile'
        (Test-OpsLogStore $path).Severity | Should -Be 'Information'
        Test-OpsLogStore $path -Quiet | Should -BeTrue
    }

    It 'takes paths relative to the location, literal ones, wildcards, and the pipeline' {
        Push-Location (Split-Path $path)
        try {
            $leaf = Split-Path -Leaf $path
            Test-OpsLogStore $leaf -Quiet | Should -BeTrue
            Test-OpsLogStore "*$($leaf.Substring(10))" -Quiet | Should -BeTrue
            Test-OpsLogStore -LiteralPath $leaf -Quiet | Should -BeTrue
            $leaf, $path | Test-OpsLogStore -Quiet | Should -Be $true, $true
            Get-Item $path | Test-OpsLogStore -Quiet | Should -BeTrue
            [pscustomobject]@{ Path = $path } | Test-OpsLogStore -Quiet | Should -BeTrue
        }
        finally { Pop-Location }
    }

    It 'writes an error for a folder that is not a store, and continues with the next' {
        $none = Join-Path $TestDrive 'none'
        Get-ErrorId { Test-OpsLogStore $none } | Should -Be 'StoreNotFound'
        $none | Should -Not -Exist
        $none, $path | Test-OpsLogStore -Quiet -ErrorAction SilentlyContinue -ErrorVariable errors | Should -Be $true
        $errors.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$errors" | Should -Match 'manifest\.json'
    }

    It 'refuses a store that is open for writing, and the error contains the process' {
        $null = Open-OpsLogStore $path
        Get-ErrorId { Test-OpsLogStore $path } | Should -Be 'StoreLocked'
        $null = Test-OpsLogStore $path -ErrorAction SilentlyContinue -ErrorVariable errors
        "$($errors[0].ErrorDetails)" | Should -Match "process $PID"
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -Agent nightly
        Get-ErrorId { Test-OpsLogStore $path } | Should -Be 'StoreLocked'
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -ReadOnly
        Test-OpsLogStore $path -Quiet | Should -BeTrue
    }

    It 'writes with -Verbose what it read and how long that took' {
        $said = Test-OpsLogStore $path -Verbose 4>&1
        "$said" | Should -Match 'in [\d.,]+ ms: 3 files, [\d.,]+ bytes; Error 0, Warning 0, Information 0'
    }

    It 'shows findings as a list and, on request, as a table' {
        [IO.File]::WriteAllText((Join-Path $path 'notes.txt'), 'mine')
        $list = Test-OpsLogStore $path | Out-String
        $list | Should -Match 'Advice\s+:'
        $table = Test-OpsLogStore $path | Format-Table | Out-String -Width 200
        $table | Should -Match 'Severity\s+Kind\s+Place\s+Message'
        $table | Should -Match 'Information\s+UnknownFile\s+notes\.txt'
    }

    It 'gives findings while it reads, and stops when it is stopped' {
        # A log of 60 MB by another program; the damage in its first line is reported before the next file is read.
        $writer = [IO.StreamWriter]::new((Join-Path $path 'ops/ops-1.jsonl'))
        $writer.Write("damaged`n")
        $line = '{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"b","data":{"text":"' + 'x' * 800 + '"},"prev":null}' + "`n"
        1..70000 | ForEach-Object { $writer.Write($line) }
        $writer.Dispose()
        (Test-OpsLogStore $path | Select-Object -First 1).Kind | Should -Be 'LogDamage'

        $shell = [powershell]::Create([initialsessionstate]::CreateDefault())
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument($OpsLogManifest).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript("1..1000 | ForEach-Object { Test-OpsLogStore '$path' }")
            $null = $shell.BeginInvoke()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($shell.Streams.Progress.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 3) { Start-Sleep -Milliseconds 50 }
            $clock.Restart()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
    }
}
