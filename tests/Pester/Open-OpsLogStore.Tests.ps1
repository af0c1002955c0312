# Opening a store.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Open-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'creates the store and makes it the default' {
        Join-Path $path manifest.json | Should -Exist
        (Get-OpsLogStore).Path | Should -Be $path
        $store.IsOpen | Should -BeTrue
        $store.Records | Should -Be 0
        $store.Mode | Should -Be Immediate
    }

    It 'takes paths relative to the location, literal ones, and ones through wildcards' {
        Close-OpsLogStore
        $folder = New-Item -ItemType Directory (New-TestStorePath 'base')
        Push-Location $folder
        try {
            (Open-OpsLogStore ./one).Path | Should -Be (Join-Path $folder one)
            Close-OpsLogStore
            (Open-OpsLogStore on*).Path | Should -Be (Join-Path $folder one)
            (Open-OpsLogStore -LiteralPath 'a[1]').Path | Should -Be (Join-Path $folder 'a[1]')
            Join-Path $folder 'a[1]' | ForEach-Object { Test-Path -LiteralPath $_ } | Should -BeTrue
        }
        finally { Pop-Location }
    }

    It 'reads beside a writer and changes nothing' {
        Set-OpsLogRecord a @{ n = 1 }
        $before = Get-StoreContent $path
        $reader = Open-OpsLogStore $path -ReadOnly
        $reader.ReadOnly | Should -BeTrue
        (Get-OpsLogRecord -Store $reader).n | Should -Be 1
        Close-OpsLogStore $reader
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'creates no store with -MustExist, and opens one that exists: <name>' -ForEach @(
        @{ name = 'a single writer'; options = @{} }
        @{ name = 'an agent'; options = @{ Agent = 'a' } }
        @{ name = 'a reader'; options = @{ ReadOnly = $true } }
        @{ name = 'a migration'; options = @{ SchemaVersion = 2 } }
    ) {
        Close-OpsLogStore
        $missing = New-TestStorePath 'missing'
        $refused = { Open-OpsLogStore $missing -MustExist @options } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        "$refused" | Should -BeLike "*'$missing'*Check the path*"
        Test-Path $missing | Should -BeFalse
        (Open-OpsLogStore $path -MustExist @options).IsOpen | Should -BeTrue
    }

    It 'migrates, and keeps every byte of a record that comes back as it was' {
        Set-OpsLogRecord a @{ cpus = 4 }
        Close-OpsLogStore
        # A number as this module wouldn't write it.
        $log = (Get-ChildItem "$path/ops/*.jsonl").FullName
        [IO.File]::AppendAllText($log, '{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"b","data":{"v":1e5,"w":"\u0041"},"prev":null}' + "`n")
        $seen = [Collections.Generic.List[object]]::new()
        $null = Open-OpsLogStore $path -SchemaVersion 2 -Migration {
            param($Record, $FromVersion)
            $seen.Add(@($_.OpsLogId, $Record.OpsLogId, $FromVersion))
            if ($null -ne $_.cpus) { $_ | Select-Object *, @{ n = 'cores'; e = { $_.cpus } } -ExcludeProperty cpus } else { $_ }
        }
        $seen | Should -HaveCount 2
        $seen[0] | Should -Be a, a, 1
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"cores":4}'
        Get-OpsLogRecord -Id b -AsJson | Should -BeExactly '{"v":1e5,"w":"\u0041"}'
        (Get-OpsLogStore).SchemaVersion | Should -Be 2
    }

    It 'migrates the object that Get-OpsLogRecord returns: <Name>' -ForEach @(
        @{ Name = 'a changed value'; Script = { $_.n = 2; $_ }; Result = '{"n":2,"d":"2025-01-02T03:04:05.000Z"}' }
        @{ Name = 'Add-Member'; Script = { $_ | Add-Member -NotePropertyName m -NotePropertyValue 3; $_ }; Result = '{"n":1,"d":"2025-01-02T03:04:05.000Z","m":3}' }
        @{ Name = 'Add-Member -PassThru'; Script = { $_ | Add-Member m 3 -PassThru }; Result = '{"n":1,"d":"2025-01-02T03:04:05.000Z","m":3}' }
        @{ Name = 'a removed property'; Script = { $_.psobject.Properties.Remove('n'); $_ }; Result = '{"d":"2025-01-02T03:04:05.000Z"}' }
        @{ Name = 'Select-Object'; Script = { $_ | Select-Object * -ExcludeProperty n }; Result = '{"d":"2025-01-02T03:04:05.000Z"}' }
        @{ Name = 'a hashtable'; Script = { @{ k = $_.n } }; Result = '{"k":1}' }
        @{ Name = 'a date'; Script = { $_.d = $_.d.AddDays(1); $_ }; Result = '{"n":1,"d":"2025-01-03T03:04:05.000Z"}' }
    ) {
        Set-OpsLogRecord a '{"n":1,"d":"2025-01-02T03:04:05.000Z"}'
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -SchemaVersion 2 -Migration $Script
        Get-OpsLogRecord a -AsJson | Should -BeExactly $Result
        (Get-OpsLogRecord).OpsLogId | Should -Be a
    }

    It 'migrates a record that is not possible as an object as a dictionary' {
        Set-OpsLogRecord a '{"n":1,"N":2}'
        Set-OpsLogRecord b '{"n":1}'
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -SchemaVersion 2 -Migration {
            if ($_ -is [Collections.IDictionary]) { $_['N'] = 3; $_['m'] = $_.OpsLogId }
            $_
        }
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"N":3,"m":"a"}'
        Get-OpsLogRecord b -AsJson | Should -BeExactly '{"n":1}'
    }

    It 'migrates nothing if the script <Name>' -ForEach @(
        @{ Name = 'sets a property that is missing'; Script = { $_.missing = 1; $_ } }
        @{ Name = 'converts a value that is not possible'; Script = { $_.n = [int]'x'; $_ } }
        @{ Name = 'writes an error'; Script = { Write-Error 'no'; $_ } }
        @{ Name = 'calls a cmdlet that fails'; Script = { Get-Item ./does-not-exist; $_ } }
    ) {
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        $before = Get-StoreContent $path
        Get-ErrorId { $ErrorActionPreference = 'Continue'; Open-OpsLogStore $path -SchemaVersion 2 -Migration $Script } | Should -Be Migration
        Get-StoreContent $path | Should -Be $before
    }

    It 'writes a warning about what it set aside' {
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        [IO.File]::AppendAllText((Get-ChildItem "$path/ops/*.jsonl").FullName, '{"ts":"20')
        $null = Open-OpsLogStore $path -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike "*$path*"
        Get-ChildItem "$path/ops/*.torn-*" | Should -HaveCount 1
    }

    It 'writes with -Verbose what was loaded, from where, and how long it took' {
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        $verbose = Open-OpsLogStore $path -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -Match "$([regex]::Escape($path)).* ms: 1 record .*snapshots/snap-.*1 operation .*ops/ops-"
    }

    It 'opens with <option>' -ForEach @(
        @{ option = 'HistoryRetention 2'; with = @{ HistoryRetention = 2 }; check = { $_.HistoryRetention.MaximumLogs | Should -Be 2 } }
        @{ option = 'HistoryRetention of a time'; with = @{ HistoryRetention = [timespan]'30.00:00' }; check = { $_.HistoryRetention.MaximumAge.TotalDays | Should -Be 30 } }
        @{ option = 'HistoryRetention All'; with = @{ HistoryRetention = 'All' }; check = { $_.HistoryRetention.MaximumLogs | Should -BeNullOrEmpty } }
        @{ option = 'LockTimeout in seconds'; with = @{ LockTimeout = 0.5 }; check = { $_.LockTimeout.TotalSeconds | Should -Be 0.5 } }
        @{ option = 'LockTimeout of a time'; with = @{ LockTimeout = [timespan]'00:01' }; check = { $_.LockTimeout.TotalSeconds | Should -Be 60 } }
        @{ option = 'modes'; with = @{ WriteMode = 'Async'; Durability = 'OperatingSystem'; CheckpointOnClose = 'Never'; CheckpointThreshold = 7 }; check = { "$($_.WriteMode) $($_.Durability) $($_.CheckpointOnClose) $($_.CheckpointThreshold)" | Should -Be 'Async OperatingSystem Never 7' } }
    ) {
        Close-OpsLogStore
        $session = Open-OpsLogStore $path @with
        # Options are the engine's; the session shows the few that matter from day to day.
        $engine = $session.GetType().GetProperty('Store', [Reflection.BindingFlags]'NonPublic, Instance').GetValue($session)
        $engine.Options | ForEach-Object $check
    }

    It 'refuses <name>' -ForEach @(
        @{ name = 'a negative timeout'; with = @{ LockTimeout = -1 } }
        @{ name = 'a timeout that is none'; with = @{ LockTimeout = 'soon' } }
        @{ name = 'a negative retention'; with = @{ HistoryRetention = -1 } }
        @{ name = 'schema version 0'; with = @{ SchemaVersion = 0 } }
    ) {
        { Open-OpsLogStore (New-TestStorePath) @with } | Should -Throw
    }

    It 'waits for a locked store for the specified time' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-ErrorId { Open-OpsLogStore $path -LockTimeout 0.3 } | Should -Be StoreLocked
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.29
    }
}
