# What goes into a record, and what comes out: the contract of about_OpsLog_Records.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $ownPath = New-TestStorePath
    Open-OpsLogStore $ownPath -Durability OperatingSystem | Out-Null

    function Save ($Value) { Set-OpsLogRecord -Id t -Value $Value -ErrorAction Stop -WarningAction SilentlyContinue }
    function Text { Get-OpsLogRecord -Id t -AsJson -ErrorAction Stop }
    function Json ($Value) { Save $Value; Text }
    # The stored text of one value, and what comes back for it.
    function TextOf ($Value) { (Json @{ v = $Value }) -creplace '^\{"v":(.*)\}$', '$1' }
    function Back ($Value) { Save @{ v = $Value }; , (Get-OpsLogRecord -Id t -ErrorAction Stop).v }
    # A record as some other program might have written it.
    function Plant ([string] $Json) {
        Close-OpsLogStore
        $path = Join-Path $TestDrive "planted-$([guid]::NewGuid())"
        $ops = New-Item -ItemType Directory (Join-Path $path ops)
        New-Item -ItemType Directory (Join-Path $path snapshots) | Out-Null
        [IO.File]::WriteAllText("$path/snapshots/snap-1.jsonl", "{`"version`":1,`"timestamp`":`"2026-01-01T00:00:00.000Z`"}`n{`"id`":`"t`",`"data`":$Json}`n")
        [IO.File]::WriteAllText("$ops/ops-1.jsonl", '')
        [IO.File]::WriteAllText("$path/manifest.json", '{"version":1,"currentSnapshot":"snapshots/snap-1.jsonl","activeOps":"ops/ops-1.jsonl","archiveSegments":[],"stats":{"activeRecords":1,"archivedRecords":0,"opsCount":0,"created":"2026-01-01T00:00:00.000Z","lastCheckpoint":"2026-01-01T00:00:00.000Z"}}')
        Open-OpsLogStore $path -Durability OperatingSystem | Out-Null
    }
    # What a block planted goes with it, so the store of the others takes over before.
    function Uproot {
        Close-OpsLogStore
        Open-OpsLogStore $ownPath -Durability OperatingSystem | Out-Null
    }
    function Fault ($Value) {
        try { Save $Value } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
    function ReadFault ([string] $Json) {
        Plant $Json
        try { Get-OpsLogRecord -Id t -ErrorAction Stop | Out-Null } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
    # Runs as on a machine in another time zone.
    function InZone ([string] $Zone, [scriptblock] $Script) {
        $before = $env:TZ
        try {
            $env:TZ = $Zone
            [TimeZoneInfo]::ClearCachedData()
            & $Script
        }
        finally {
            $env:TZ = $before
            [TimeZoneInfo]::ClearCachedData()
        }
    }
}

AfterAll { Close-TestStore }

Describe 'Values into the store' {
    It 'writes <name> as <text>' -ForEach @(
        @{ name = 'null'; value = { $null }; text = 'null' }
        @{ name = 'DBNull'; value = { [DBNull]::Value }; text = 'null' }
        @{ name = 'no output'; value = { & {} }; text = 'null' }
        @{ name = 'a switch'; value = { [switch] $true }; text = 'true' }
        @{ name = 'a byte'; value = { [byte] 255 }; text = '255' }
        @{ name = 'the largest ulong'; value = { [ulong]::MaxValue }; text = '18446744073709551615' }
        @{ name = 'a big integer'; value = { [bigint]::Pow(10, 30) }; text = '1000000000000000000000000000000' }
        @{ name = 'a whole double'; value = { 1.0 }; text = '1.0' }
        @{ name = 'a large double'; value = { 1e300 }; text = '1e+300' }
        @{ name = 'a double of 20 digits'; value = { 1e20 }; text = '100000000000000000000.0' }
        @{ name = 'a small double'; value = { 0.000001 }; text = '0.000001' }
        @{ name = 'a smaller double'; value = { 1e-7 }; text = '1e-7' }
        @{ name = 'negative zero'; value = { -0.0 }; text = '-0.0' }
        @{ name = 'a float'; value = { [float] 0.1 }; text = '0.1' }
        @{ name = 'a decimal with its zeros'; value = { 1.10d }; text = '1.10' }
        @{ name = 'the largest decimal'; value = { [decimal]::MaxValue }; text = '79228162514264337593543950335' }
        @{ name = 'an enum'; value = { [DayOfWeek]::Friday }; text = '"Friday"' }
        @{ name = 'flags'; value = { [IO.FileAttributes] 'Hidden, System' }; text = '"Hidden, System"' }
        @{ name = 'a char'; value = { [char] 'q' }; text = '"q"' }
        @{ name = 'a time span'; value = { [timespan] '1.02:03:04' }; text = '"1.02:03:04"' }
        @{ name = 'a GUID'; value = { [guid]::Empty }; text = '"00000000-0000-0000-0000-000000000000"' }
        @{ name = 'a version'; value = { [version] '1.2.3' }; text = '"1.2.3"' }
        @{ name = 'a semantic version'; value = { [semver] '1.2.3-rc1' }; text = '"1.2.3-rc1"' }
        @{ name = 'a URI as it was given'; value = { [uri] 'http://x/é b' }; text = '"http://x/é b"' }
        @{ name = 'an IP address'; value = { [ipaddress] '::1' }; text = '"::1"' }
        @{ name = 'a type'; value = { [string] }; text = '"System.String"' }
        @{ name = 'a regex'; value = { [regex] 'a.b' }; text = '"a.b"' }
        @{ name = 'a date only'; value = { [DateOnly]::new(2026, 1, 2) }; text = '"2026-01-02"' }
        @{ name = 'a byte array'; value = { , [byte[]] (1, 2, 3) }; text = '"AQID"' }
        @{ name = 'an empty array'; value = { , @() }; text = '[]' }
        @{ name = 'an array of one'; value = { , @(1) }; text = '[1]' }
        @{ name = 'a list'; value = { , [Collections.Generic.List[int]] (1, 2) }; text = '[1,2]' }
        @{ name = 'an ordered dictionary in order'; value = { [ordered]@{ z = 1; a = 2 } }; text = '{"z":1,"a":2}' }
        @{ name = 'a custom object'; value = { [pscustomobject]@{ z = 1; a = @{ b = 2 } } }; text = '{"z":1,"a":{"b":2}}' }
        @{ name = 'a generic dictionary'; value = { $e = [Dynamic.ExpandoObject]::new(); ([Collections.Generic.IDictionary[string, object]] $e).Add('k', 1); , $e }; text = '{"k":1}' }
        @{ name = 'keys as invariant text'; value = { @{ 1.5 = 1 } }; text = '{"1.5":1}' }
        @{ name = 'XML as its text'; value = { [xml] '<a b="1" />' }; text = '"<a b=\"1\" />"' }
    ) {
        TextOf (& $value) | Should -BeExactly $text
    }

    It 'escapes in strings just what JSON.stringify escapes' {
        TextOf "`"\/`b`f`n`r`t`u{1}`u{1f}`u{7f}é😀<>&'+`u{2028}" |
            Should -BeExactly ('"\"\\/\b\f\n\r\t\u0001\u001f' + "`u{7f}é😀<>&'+`u{2028}" + '"')
    }

    It 'keeps lone surrogates' {
        $odd = "a$([char] 0xd800)b$([char] 0xdc00)$([char] 0xd83d)"
        TextOf $odd | Should -BeExactly '"a\ud800b\udc00\ud83d"'
        Back $odd | Should -BeExactly $odd
        [string]::Equals((Back $odd), $odd, 'Ordinal') | Should -BeTrue
    }

    It 'forgets the properties PowerShell hangs on a primitive' {
        TextOf ('x' | Add-Member -PassThru note 1) | Should -BeExactly '"x"'
        TextOf (Get-Date '2026-01-02 03:04:05Z' -AsUTC) | Should -BeExactly '"2026-01-02T03:04:05.000Z"'
    }

    It 'computes the script properties that were added to an object' {
        Json ([pscustomobject]@{ a = 2 } | Add-Member -PassThru ScriptProperty twice { $this.a * 2 }) | Should -BeExactly '{"a":2,"twice":4}'
    }

    It 'stores null where a property throws' {
        Json ([pscustomobject]@{ a = 2 } | Add-Member -PassThru ScriptProperty bad { throw 'no' }) | Should -BeExactly '{"a":2,"bad":null}'
    }

    It 'stores no property that only type data computes' {
        $process = Json (Get-Process -Id $PID) | ConvertFrom-Json -AsHashtable
        $process.Keys | Should -Contain Id
        $process.Keys | Should -Not -Contain CPU
    }

    It 'takes 100 levels and refuses 101' {
        $deep = @{ leaf = 1 }
        foreach ($i in 2..100) { $deep = @{ d = $deep } }
        Save $deep
        Get-OpsLogRecord -Id t | Set-OpsLogRecord -ErrorAction Stop
        Fault @{ d = $deep } | Should -Be TooDeep
    }

    It 'refuses <fault>: <name>' -ForEach @(
        @{ fault = 'NotAnObject'; name = 'a number'; value = { 5 } }
        @{ fault = 'NotAnObject'; name = 'a string'; value = { 'x' } }
        @{ fault = 'NotAnObject'; name = 'an array'; value = { , @(1) } }
        @{ fault = 'NotAnObject'; name = 'a date'; value = { Get-Date } }
        @{ fault = 'NotANumber'; name = 'NaN'; value = { @{ v = [double]::NaN } } }
        @{ fault = 'NotANumber'; name = 'an infinity'; value = { @{ v = [float]::NegativeInfinity } } }
        @{ fault = 'Secret'; name = 'a secure string'; value = { @{ v = [securestring]::new() } } }
        @{ fault = 'Secret'; name = 'a credential'; value = { @{ v = @([pscredential]::new('u', [securestring]::new())) } } }
        @{ fault = 'Secret'; name = 'a credential as the record'; value = { [pscredential]::new('u', [securestring]::new()) } }
        @{ fault = 'Secret'; name = 'a network credential'; value = { [pscustomobject]@{ v = [Net.NetworkCredential]::new('u', 'p') } } }
        @{ fault = 'ScriptBlock'; name = 'a script block'; value = { @{ v = { 1 } } } }
        @{ fault = 'Cycle'; name = 'a hashtable in itself'; value = { $a = @{}; $a.b = @{ c = $a }; $a } }
        @{ fault = 'Cycle'; name = 'an object in itself'; value = { $a = [pscustomobject]@{ b = 0 }; $a.b = @(1, $a); $a } }
        @{ fault = 'DuplicateKey'; name = "1 and '1'"; value = { $a = @{ 1 = 'a' }; $a['1'] = 'b'; $a } }
    ) {
        Fault (& $value) | Should -Be $fault
    }

    It 'names the place of what it refuses' {
        { Save @{ owner = @{ keys = @(1, [securestring]::new()) } } } | Should -Throw "*'owner.keys``[1``]'*SecureString*"
    }

    It 'stores the same object twice where it is no cycle' {
        $one = @{ a = 1 }
        Json ([ordered]@{ x = $one; y = $one }) | Should -BeExactly '{"x":{"a":1},"y":{"a":1}}'
    }

    It 'gives a .NET object its properties, nested ones their text, and one warning that names them' {
        $file = New-Item (Join-Path $TestDrive 'a.txt') -Force -Value 'hello'
        $file, $file | Set-OpsLogRecord -IdProperty Name -WarningVariable warnings -WarningAction SilentlyContinue
        $record = Get-OpsLogRecord -Id a.txt
        $record.Length | Should -Be 5
        $record.Directory | Should -BeExactly "$TestDrive"
        $record.LastWriteTimeUtc | Should -Be $file.LastWriteTimeUtc
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike '*Directory*'
    }

    It 'treats what Select-Object made likewise' {
        Set-OpsLogRecord -Id t -Value (Get-Item $TestDrive | Select-Object Name, Root) -WarningVariable warnings -WarningAction SilentlyContinue
        (Get-OpsLogRecord -Id t).Root | Should -BeExactly (Get-Item $TestDrive).Root.FullName
        $warnings[0] | Should -BeLike '*Root*'
    }
}

Describe 'Values out of the store' {
    AfterAll { Uproot }

    It 'gives <type> for <text>' -ForEach @(
        @{ text = '5'; type = [long] }
        @{ text = '-9223372036854775808'; type = [long] }
        @{ text = '9223372036854775808'; type = [bigint] }
        @{ text = '5.0'; type = [double] }
        @{ text = '0.1'; type = [double] }
        @{ text = '1e+21'; type = [double] }
        @{ text = '1.10'; type = [decimal] }
        @{ text = '0.1234567890123456789'; type = [decimal] }
        @{ text = '"2026-01-02T03:04:05.678Z"'; type = [datetime] }
        @{ text = '"2026-01-02T03:04:05.6789012Z"'; type = [datetime] }
        @{ text = '"2026-01-02T03:04:05.000"'; type = [datetime] }
        @{ text = '"2026-01-02T03:04:05.000+00:00"'; type = [datetimeoffset] }
        @{ text = '"2026-01-02T03:04:05.000+13:37"'; type = [datetimeoffset] }
        @{ text = '"2026-01-02T03:04:05Z"'; type = [string] }
        @{ text = '"2026-01-02T03:04:05.6780000Z"'; type = [string] }
        @{ text = '"2026-01-02T03:04:05.678-00:00"'; type = [string] }
        @{ text = '"2026-01-02T03:04:05.678+14:01"'; type = [string] }
        @{ text = '"2026-02-30T03:04:05.678Z"'; type = [string] }
        @{ text = '"0001-01-01T00:00:00.000+13:37"'; type = [string] }
        @{ text = '"2026-01-02"'; type = [string] }
        @{ text = '[1]'; type = [object[]] }
        @{ text = '{"a":1}'; type = [pscustomobject] }
    ) {
        Plant "{`"v`":$text}"
        $record = Get-OpsLogRecord -Id t
        , $record.v | Should -BeOfType $type
        $record | Set-OpsLogRecord
        Text | Should -BeExactly "{`"v`":$text}"
    }

    It 'reads what other programs write as <value> from <text>' -ForEach @(
        @{ text = '1e5'; value = 100000.0 }
        @{ text = '-0'; value = 0.0 }
        @{ text = '12345678901234567.5e0'; value = 12345678901234567.5d }
        @{ text = '"\u0041\/\ud83d\ude00"'; value = "A/😀" }
    ) {
        Plant "{ `"v`" : $text }"
        $read = (Get-OpsLogRecord -Id t).v
        $read | Should -BeExactly $value
        $read | Should -BeOfType $value.GetType()
    }

    It 'keeps dates as text with -DateKind String' {
        Plant '{"v":"2026-01-02T03:04:05.678Z"}'
        (Get-OpsLogRecord -Id t -DateKind String).v | Should -BeExactly '2026-01-02T03:04:05.678Z'
    }

    It 'refuses <fault>: <json>' -ForEach @(
        @{ fault = 'CaseConflict'; json = '{"a":1,"b":{"x":1,"y":{"x":2},"X":3}}' }
        @{ fault = 'EmptyKey'; json = '{"a":[{"":1}]}' }
        @{ fault = 'ReservedName'; json = '{"opslogid":1}' }
        @{ fault = 'ReservedName'; json = '{"OpsLogId":1}' }
        @{ fault = 'NumberTooLarge'; json = '{"a":1e400}' }
    ) {
        ReadFault $json | Should -Be $fault
        { Get-OpsLogRecord -Id t -ErrorAction Stop } | Should -Throw '*-As*'
        Get-OpsLogRecord -Id t -AsJson | Should -BeExactly $json
        if ($fault -ne 'NumberTooLarge') {
            Get-OpsLogRecord -Id t -AsHashtable | Set-OpsLogRecord -ErrorAction Stop
            Text | Should -BeExactly $json
        }
    }

    It 'names the object whose keys clash' {
        Plant '{"A":[{"b":1,"B":2}]}'
        { Get-OpsLogRecord -Id t -ErrorAction Stop } | Should -Throw "'A``[0``]' contains the keys 'b' and 'B'*"
    }

    It 'finds keys that differ by case among many' {
        $many = (1..100 | ForEach-Object { "`"key$_`":$_" }) -join ','
        ReadFault "{$many}" | Should -Be none
        ReadFault "{$many,`"KEY3`":1}" | Should -Be CaseConflict
        Plant "{$many,`"key99`":`"last`"}"
        (Get-OpsLogRecord -Id t).key99 | Should -Be last
    }

    It 'takes the last of two equal keys' {
        Plant '{"a":1,"b":2,"a":3}'
        (Get-OpsLogRecord -Id t).a | Should -Be 3
        (Get-OpsLogRecord -Id t -AsHashtable).a | Should -Be 3
    }

    It 'puts the id first' {
        Save ([ordered]@{ a = 1; b = 2 })
        (Get-OpsLogRecord -Id t).psobject.Properties.Name | Should -Be OpsLogId, a, b
        $table = Get-OpsLogRecord -Id t -AsHashtable
        @($table.Keys) | Should -Be OpsLogId, a, b
        $table['OpsLogId'] | Should -BeExactly t
        $table.b | Should -Be 2
    }

    It 'returns a hashtable with case-sensitive keys, also in nested ones' {
        Plant '{"a":1,"A":2,"n":{"x":1,"X":2}}'
        $table = Get-OpsLogRecord -Id t -AsHashtable
        $table['a'], $table['A'], $table.n['x'], $table.n['X'] | Should -Be 1, 2, 1, 2
        $table['N'] | Should -BeNullOrEmpty
    }
}

Describe 'The id of pipeline input' {
    It 'is OpsLogId, in any case, and is not stored' {
        [pscustomobject]@{ opslogid = 'id1'; Id = 7 } | Set-OpsLogRecord
        @{ OPSLOGID = 'id2'; Id = 7 } | Set-OpsLogRecord
        Get-OpsLogRecord -Id id1 -AsJson | Should -BeExactly '{"Id":7}'
        Get-OpsLogRecord -Id id2 -AsJson | Should -BeExactly '{"Id":7}'
    }

    It 'is never the record''s own Id' {
        { [pscustomobject]@{ Id = 7 } | Set-OpsLogRecord -ErrorAction Stop } | Should -Throw -ErrorId 'NoId,*'
    }

    It 'comes from -IdProperty, which stays: <id>' -ForEach @(
        @{ key = { 'x' }; id = 'x' }
        @{ key = { 42 }; id = '42' }
        @{ key = { 1.5 }; id = '1.5' }
        @{ key = { [guid]::Empty }; id = '00000000-0000-0000-0000-000000000000' }
        @{ key = { [DayOfWeek]::Friday }; id = 'Friday' }
        @{ key = { [datetime]::SpecifyKind('2026-01-02', 'Utc') }; id = '2026-01-02T00:00:00.000Z' }
    ) {
        [pscustomobject]@{ k = (& $key) } | Set-OpsLogRecord -IdProperty K -ErrorAction Stop
        (Get-OpsLogRecord -Id $id -AsHashtable).Keys | Should -Contain k
    }

    It 'can''t be <name>' -ForEach @(
        @{ key = { $null }; name = 'null'; fault = 'NoId' }
        @{ key = { '' }; name = 'empty'; fault = 'NoId' }
        @{ key = { , @(1) }; name = 'an array'; fault = 'IdNotText' }
        @{ key = { @{} }; name = 'a hashtable'; fault = 'IdNotText' }
        @{ key = { [pscustomobject]@{} }; name = 'an object'; fault = 'IdNotText' }
    ) {
        { [pscustomobject]@{ k = (& $key) } | Set-OpsLogRecord -IdProperty k -ErrorAction Stop } | Should -Throw -ErrorId "$fault,*"
    }
}

Describe 'Dates and time zones' -Skip:$IsWindows {
    AfterAll { Uproot }

    It 'brings Get-Date back as it was in <_>' -ForEach 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/London' {
        InZone $_ {
            foreach ($date in (Get-Date), [datetime]::new(2026, 7, 1, 12, 0, 0, [DateTimeKind]::Local), [datetime]::new(2026, 1, 1, 12, 0, 0, [DateTimeKind]::Local), [datetime]::UtcNow, [datetime]::Now.Date, [datetime]'2026-01-01') {
                $back = Back $date
                $back | Should -BeOfType datetime
                $back.Ticks | Should -Be $date.Ticks
                $back.ToUniversalTime() | Should -Be $date.ToUniversalTime()
            }
        }
    }

    It 'brings back the first and the last local moment in <_>' -ForEach 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata' {
        InZone $_ {
            foreach ($ticks in 0, 1, ([datetime]::MaxValue.Ticks - 1), [datetime]::MaxValue.Ticks) {
                $date = [datetime]::new($ticks, 'Local')
                $text = TextOf $date
                $back = Back $date
                $back | Should -BeOfType datetime
                $back.Ticks | Should -Be $ticks
                TextOf $back | Should -BeExactly $text
            }
        }
    }

    It 'keeps the first and the last local moment of another zone as text' {
        InZone Asia/Kolkata { Save @{ first = [datetime]::new(0, 'Local') } }
        InZone America/New_York {
            (Get-OpsLogRecord -Id t).first | Should -BeOfType string
            $text = Text
            Get-OpsLogRecord -Id t | Set-OpsLogRecord
            Text | Should -BeExactly $text
        }
    }

    It 'keeps both readings of the hour that comes twice' {
        InZone America/New_York {
            foreach ($utc in '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z') {
                $date = ([datetimeoffset] $utc).LocalDateTime
                $text = TextOf $date
                $back = Back $date
                $back.ToUniversalTime() | Should -Be ([datetimeoffset] $utc).UtcDateTime
                TextOf $back | Should -BeExactly $text
            }
        }
    }

    It 'changes no text around the moment when <zone> moved its clock' -ForEach @(
        @{ zone = 'America/New_York'; around = '2026-11-01T06:00:00Z'; offsets = '-04:00', '-05:00', '-04:30' }
        @{ zone = 'Asia/Pyongyang'; around = '2015-08-14T15:00:00Z'; offsets = '+09:00', '+08:30', '+09:30' }
        @{ zone = 'America/Caracas'; around = '2007-12-09T07:00:00Z'; offsets = '-04:00', '-04:30', '-05:00' }
        @{ zone = 'Europe/Lisbon'; around = '1996-03-31T01:00:00Z'; offsets = '+00:00', '+01:00', '+02:00' }
    ) {
        InZone $zone {
            foreach ($minutes in -95, -60, -45, -30, -15, -1, 0, 1, 15, 30, 45, 60, 95) {
                $moment = ([datetimeoffset] $around).AddMinutes($minutes)
                foreach ($offset in $offsets) {
                    $text = $moment.ToOffset([timespan] $offset.TrimStart('+')).ToString('yyyy-MM-ddTHH:mm:ss.fffzzz')
                    Plant "{`"v`":`"$text`"}"
                    $record = Get-OpsLogRecord -Id t
                    $record.v | Should -Not -BeOfType string
                    $record | Set-OpsLogRecord
                    Text | Should -BeExactly "{`"v`":`"$text`"}"
                }
            }
        }
    }

    It 'reads a date from another zone as the same moment, and writes back the same text' {
        $text = InZone America/New_York { TextOf ([datetime]::new(2026, 7, 1, 12, 0, 0, [DateTimeKind]::Local)) }
        $text | Should -BeExactly '"2026-07-01T12:00:00.000-04:00"'
        foreach ($zone in 'UTC', 'Asia/Tokyo', 'America/New_York', 'America/Caracas') {
            InZone $zone {
                $record = Get-OpsLogRecord -Id t
                ([datetimeoffset] $record.v).UtcDateTime | Should -Be ([datetimeoffset] '2026-07-01T16:00:00Z').UtcDateTime
                $record | Set-OpsLogRecord
                Text | Should -BeExactly "{`"v`":$text}"
            }
        }
    }
}

Describe 'Round trips of random records' {
    BeforeAll {
        $seed = [int] ($env:OPSLOG_TEST_SEED ?? (Get-Random -Maximum 1000000))
        Write-Host "  OPSLOG_TEST_SEED=$seed"
        $random = [Random]::new($seed)

        function Bits { $random.NextInt64([long]::MinValue, [long]::MaxValue) }
        function RandomText {
            -join (1..$random.Next(1, 12) | ForEach-Object {
                    switch ($random.Next(5)) {
                        0 { [char] $random.Next(0, 128) }
                        1 { [char] $random.Next(0, 65536) }
                        2 { [char]::ConvertFromUtf32(0x1F600 + $random.Next(64)) }
                        default { [char] $random.Next(97, 123) }
                    }
                })
        }
        function RandomDate {
            $ticks = $random.NextInt64([datetime]::MaxValue.Ticks - [timespan]::TicksPerDay)
            if ($random.Next(2)) { $ticks -= $ticks % 10000 }
            switch ($random.Next(4)) {
                0 { [datetime]::new($ticks, 'Utc') }
                1 { [datetime]::new($ticks, 'Unspecified') }
                2 { [datetime]::new([Math]::Max($ticks, [timespan]::TicksPerDay), 'Local') }
                3 { [datetimeoffset]::new([Math]::Max($ticks, [timespan]::TicksPerDay), [timespan]::FromMinutes($random.Next(-840, 841))) }
            }
        }
        function RandomValue ([int] $Depth) {
            switch ($random.Next($Depth -gt 0 ? 15 : 12)) {
                0 { $null }
                1 { [bool] $random.Next(2) }
                2 { Bits }
                3 { $random.Next(-200, 200) }
                4 { $d = [BitConverter]::Int64BitsToDouble((Bits)); [double]::IsFinite($d) ? $d : 0.5 }
                5 { $random.Next(-100000, 100000) / [Math]::Pow(10, $random.Next(0, 12)) }
                6 { [decimal]::new((Bits) -band 0x7fffffff, (Bits) -band 0x7fffffff, (Bits) -band 0x7fffffff, [bool] $random.Next(2), $random.Next(29)) }
                7 { [decimal]::new($random.Next(), 0, 0, $false, $random.Next(29)) }
                8 { [bigint]::Pow((Bits), $random.Next(1, 4)) }
                9 { RandomDate }
                10 { RandomText }
                11 { [float] $random.NextSingle() * [Math]::Pow(10, $random.Next(-20, 20)) }
                12 { , @(1..$random.Next(1, 4) | ForEach-Object { RandomValue ($Depth - 1) }) }
                13 { RandomRecord ($Depth - 1) }
                14 { , @() }
            }
        }
        function RandomRecord ([int] $Depth) {
            $record = [Collections.Specialized.OrderedDictionary]::new([StringComparer]::OrdinalIgnoreCase)
            foreach ($i in 1..$random.Next(1, 6)) {
                $name = RandomText
                if ($name -and -not $record.Contains($name)) { $record.Add($name, (RandomValue $Depth)) }
            }
            $record
        }
    }

    It 'changes no byte, whichever way a record takes' {
        foreach ($i in 1..500) {
            $record = RandomRecord 3
            $text = Json $record
            $hint = "seed $seed, record $i, $text"

            Get-OpsLogRecord -Id t -ErrorAction Stop | Set-OpsLogRecord -ErrorAction Stop
            [string]::Equals((Text), $text, 'Ordinal') | Should -BeTrue -Because "an object brings back what it got ($hint)"
            Get-OpsLogRecord -Id t -AsHashtable -ErrorAction Stop | Set-OpsLogRecord -ErrorAction Stop
            [string]::Equals((Text), $text, 'Ordinal') | Should -BeTrue -Because "a hashtable brings back what it got ($hint)"
            Get-OpsLogRecord -Id t -DateKind String -ErrorAction Stop | Set-OpsLogRecord -ErrorAction Stop
            [string]::Equals((Text), $text, 'Ordinal') | Should -BeTrue -Because "text brings back what it got ($hint)"
        }
    }

    It 'changes no byte through PowerShell''s serializer' {
        foreach ($i in 1..150) {
            $record = RandomRecord 3
            $text = Json $record
            foreach ($form in @{}, @{ AsHashtable = $true }, @{ DateKind = 'String' }) {
                $serialized = [Management.Automation.PSSerializer]::Serialize((Get-OpsLogRecord -Id t @form -ErrorAction Stop))
                [Management.Automation.PSSerializer]::Deserialize($serialized) | Set-OpsLogRecord -ErrorAction Stop -WarningVariable warned
                $warned | Should -BeNullOrEmpty -Because "seed $seed, record $i, $text"
                [string]::Equals((Text), $text, 'Ordinal') | Should -BeTrue -Because "it is what it was (seed $seed, record $i, $($form.Keys), $text)"
            }
        }
    }

    It 'brings back the value and the type of numbers and dates' {
        foreach ($i in 1..500) {
            $value = switch ($i % 3) {
                0 { $d = [BitConverter]::Int64BitsToDouble((Bits)); [double]::IsFinite($d) ? $d : 0.5 }
                1 { Bits }
                2 { [datetime]::new($random.NextInt64([datetime]::MaxValue.Ticks), 'Utc') }
            }
            $back = Back $value
            $back | Should -BeOfType $value.GetType() -Because "seed $seed, $value"
            $back.Equals($value) | Should -BeTrue -Because "seed $seed, $value came back as $back"
        }
    }
}
