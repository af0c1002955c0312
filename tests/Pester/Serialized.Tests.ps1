# Values that went through PowerShell's serialiser: jobs, remote sessions, CLIXML.

BeforeDiscovery {
    # Every kind of value that about_OpsLog_Records names, as script text, so that a job can make it as well.
    $kinds = @(
        @{ kind = 'null'; make = '$null' }
        @{ kind = 'DBNull'; make = '[DBNull]::Value' }
        @{ kind = 'NullString'; make = '[NullString]::Value' }
        @{ kind = 'a boolean'; make = '$true' }
        @{ kind = 'a switch'; make = '[switch] $true' }
        @{ kind = 'a byte'; make = '[byte] 255' }
        @{ kind = 'a signed byte'; make = '[sbyte] -5' }
        @{ kind = 'a long'; make = '[long]::MinValue' }
        @{ kind = 'an unsigned long'; make = '[ulong]::MaxValue' }
        @{ kind = 'a pointer'; make = '[IntPtr] -5' }
        @{ kind = 'a big integer'; make = '[bigint]::Pow(10, 30)' }
        @{ kind = 'a negative big integer'; make = '-[bigint]::Pow(10, 30)' }
        @{ kind = 'an Int128'; make = '[Int128]::MinValue' }
        @{ kind = 'a UInt128'; make = '[UInt128]::MaxValue' }
        @{ kind = 'a double'; make = '0.1' }
        @{ kind = 'a whole double'; make = '1.0' }
        @{ kind = 'a large double'; make = '1e300' }
        @{ kind = 'negative zero'; make = '-0.0' }
        @{ kind = 'a float'; make = '[float] 0.1' }
        @{ kind = 'a half'; make = '[half] -1.5' }
        @{ kind = 'a small half'; make = '[half] -0.00006' }
        @{ kind = 'a large half'; make = '[half]::MaxValue' }
        @{ kind = 'a decimal with its zeros'; make = '1.10d' }
        @{ kind = 'the largest decimal'; make = '[decimal]::MaxValue' }
        @{ kind = 'text'; make = '"a`u{1}`n`"é😀"' }
        @{ kind = 'half a surrogate pair'; make = '"a$([char] 0xd800)b"' }
        @{ kind = 'a char'; make = '[char] "q"' }
        @{ kind = 'a UTC date'; make = '[datetime]::new(638000000001234567, "Utc")' }
        @{ kind = 'a local date'; make = '[datetime]::new(638000000001234567, "Local")' }
        @{ kind = 'a date of no kind'; make = '[datetime]::new(638000000001234567)' }
        @{ kind = 'an offset date'; make = '[datetimeoffset]::new(638000000001234567, [timespan]::FromMinutes(-570))' }
        @{ kind = 'the first offset date'; make = '[datetimeoffset]::MinValue' }
        @{ kind = 'a date only'; make = '[DateOnly]::new(2026, 1, 2)' }
        @{ kind = 'a time only'; make = '[TimeOnly]::new(12345678901)' }
        @{ kind = 'a time span'; make = '[timespan] "-1.02:03:04.5"' }
        @{ kind = 'an enum'; make = '[DayOfWeek]::Friday' }
        @{ kind = 'flags'; make = '[IO.FileAttributes] "Hidden, System"' }
        @{ kind = 'an enum without a name'; make = '[Enum]::ToObject([DayOfWeek], 99)' }
        @{ kind = 'a GUID'; make = '[guid] "11111111-2222-3333-4444-555555555555"' }
        @{ kind = 'a version'; make = '[version] "1.2.3"' }
        @{ kind = 'a semantic version'; make = '[semver] "1.2.3-rc1"' }
        @{ kind = 'an IP address'; make = '[ipaddress] "::1"' }
        @{ kind = 'an IP end point'; make = '[Net.IPEndPoint]::new([ipaddress] "1.2.3.4", 80)' }
        @{ kind = 'a physical address'; make = '[Net.NetworkInformation.PhysicalAddress]::Parse("001122334455")' }
        @{ kind = 'a URI'; make = '[uri] "http://x/é b"' }
        @{ kind = 'a type'; make = '[string]' }
        @{ kind = 'a generic type'; make = '[Collections.Generic.List[int]]' }
        @{ kind = 'a culture'; make = '[cultureinfo] "de-DE"' }
        @{ kind = 'a time zone'; make = '[TimeZoneInfo]::Utc' }
        @{ kind = 'a regex'; make = '[regex] "a.b"' }
        @{ kind = 'a mail address'; make = '[mailaddress] "a@b.c"' }
        @{ kind = 'a rune'; make = '[Text.Rune]::new(0x1F600)' }
        @{ kind = 'bytes'; make = ', [byte[]] (1, 2, 3)' }
        @{ kind = 'signed bytes'; make = ', [sbyte[]] (-1, 2)' }
        @{ kind = 'an empty array'; make = ', @()' }
        @{ kind = 'an array of one'; make = ', @(1)' }
        @{ kind = 'an array of enums'; make = ', [DayOfWeek[]] (1, 2)' }
        @{ kind = 'an array of several dimensions'; make = ', [int[,]]::new(2, 2)' }
        @{ kind = 'a list'; make = ', [Collections.Generic.List[int]] (1, 2)' }
        @{ kind = 'a set'; make = ', [Collections.Generic.HashSet[string]] ("a", "b")' }
        @{ kind = 'a dictionary with enums as keys'; make = '@{ [DayOfWeek]::Friday = 1 }' }
        @{ kind = 'a dictionary with dates as keys'; make = '@{ ([datetimeoffset]::new(638000000000000000, [timespan]::Zero)) = [bigint] 1 }' }
        @{ kind = 'an ordered dictionary'; make = '[ordered]@{ z = [half] 1; a = 2; A2 = 3 }' }
        @{ kind = 'a generic dictionary'; make = '$d = [Collections.Generic.Dictionary[int, string]]::new(); $d[2] = "b"; , $d' }
        @{ kind = 'a custom object'; make = '[pscustomobject]@{ z = 1; n = [pscustomobject]@{ m = [pscustomobject]@{ l = @([pscustomobject]@{ k = [half] 1.5; d = [datetimeoffset]::new(638000000001234567, [timespan]::FromHours(3)) }) } } }' }
        @{ kind = 'a custom object of a named type'; make = '[pscustomobject]@{ PSTypeName = "Some.Server"; a = [DayOfWeek]::Friday }' }
        @{ kind = 'what Select-Object made'; make = 'Get-Item $PSHOME | Select-Object Name, Root, Attributes' }
        @{ kind = 'another object'; make = '[IO.DirectoryInfo] "/tmp"' }
        @{ kind = 'a key and value'; make = '[Collections.DictionaryEntry]::new("k", 1)' }
        @{ kind = 'XML'; make = '[xml] "<a b=`"1`"><c/></a>"' }
        @{ kind = 'a database''s number'; make = '[Data.SqlTypes.SqlInt32]::new(5)' }
        @{ kind = 'a row'; make = '$t = [Data.DataTable]::new("t"); $null = $t.Columns.Add("a", [int]); $null = $t.Rows.Add(1); $t.Rows[0]' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null

    function Json ($Value) {
        Set-OpsLogRecord -Id t -Value $Value -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable script:warned
        Get-OpsLogRecord -Id t -AsJson -ErrorAction Stop
    }
    function Fault ($Value) {
        try { $null = Json $Value } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
    function Through ($Value) { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value)) }
    function New-Value ([string] $Make) { , (& ([scriptblock]::Create($Make))) }
}

AfterAll { Close-TestStore }

Describe 'Round trip through <way>' -ForEach @(
    @{ way = 'Export-Clixml'; through = { $file = Join-Path $TestDrive 'x.xml'; Export-Clixml -InputObject $args[0] -LiteralPath $file; Import-Clixml -LiteralPath $file }; needs = 'Export-Clixml' }
    @{ way = 'ConvertTo-CliXml'; through = { ConvertTo-CliXml -InputObject $args[0] | ConvertFrom-CliXml }; needs = 'ConvertTo-CliXml' }
) {
    It 'stores <kind> in the same bytes as the live object' -ForEach $kinds -Skip:($null -eq (Get-Command $needs -ErrorAction Ignore)) {
        $live = Json ([pscustomobject]@{ v = (New-Value $make) })
        Json (& $through ([pscustomobject]@{ v = (New-Value $make) })) | Should -BeExactly $live
        Json (& $through @{ v = (New-Value $make) }) | Should -BeExactly $live
        Json (& $through ([pscustomobject]@{ v = @{ v = @(, (New-Value $make)) } })) | Should -BeExactly (Json @{ v = @{ v = @(, (New-Value $make)) } })
    }
}

Describe 'Round trip through Start-Job' -ForEach @(@{ kinds = $kinds }) {
    It 'stores every kind in the same bytes as the live object, and nothing of where it came from' {
        $made = @(Start-Job {
                foreach ($kind in $args[0]) {
                    [pscustomobject]@{ v = & ([scriptblock]::Create($kind.make)) }
                    @{ v = & ([scriptblock]::Create($kind.make)) }
                }
            } -ArgumentList (, $kinds) | Receive-Job -Wait -AutoRemoveJob)
        $made | Should -HaveCount ($kinds.Count * 2)
        for ($i = 0; $i -lt $made.Count; $i++) {
            $kind = $kinds[[Math]::Floor($i / 2)]
            $live = Json @{ v = & ([scriptblock]::Create($kind.make)) }
            Json $made[$i] | Should -BeExactly $live -Because $kind.kind
        }
    }
}

Describe 'Get, through a job, set back' {
    It 'changes no byte of <name>' -ForEach @(
        @{ name = 'an object'; form = @{} }
        @{ name = 'a hashtable'; form = @{ AsHashtable = $true } }
        @{ name = 'text dates'; form = @{ DateKind = 'String' } }
    ) {
        $texts = @(
            '{"z":1,"a":2.0,"big":123456789012345678901234567890,"dec":1.10,"e":1e+21,"neg":-0.0}'
            '{"utc":"2026-01-02T03:04:05.678Z","off":"2026-01-02T03:04:05.6789012+13:45","none":"2026-01-02T03:04:05.000","day":"2026-01-02"}'
            '{"a":[1,[],{"b":[{"c":{"d":{"e":{"f":"2026-01-02T03:04:05.000-09:30"}}}}]}],"n":null,"t":true,"s":"é\"\\\n\ud800","Id":7}'
        )
        foreach ($text in $texts) {
            $value = [Text.Json.JsonDocument]::Parse($text).RootElement
            Set-OpsLogRecord -Id 'job 1' -Value $value -ErrorAction Stop
            Get-OpsLogRecord -Id 'job 1' -AsJson | Should -BeExactly $text
        }
        $records = @($texts | ForEach-Object -Begin { $i = 0 } { $i++; Set-OpsLogRecord -Id "job $i" -Value ([Text.Json.JsonDocument]::Parse($_).RootElement); Get-OpsLogRecord -Id "job $i" @form })
        $returned = @(Start-Job { $args[0] } -ArgumentList (, $records) | Receive-Job -Wait -AutoRemoveJob)
        $returned | Should -HaveCount 3
        foreach ($i in 1..3) {
            Set-OpsLogRecord -Id "job $i" -Value @{ gone = $true }
            $returned[$i - 1] | Set-OpsLogRecord -ErrorAction Stop -WarningVariable warned
            Get-OpsLogRecord -Id "job $i" -AsJson | Should -BeExactly $texts[$i - 1]
            $warned | Should -BeNullOrEmpty
        }
    }

    It 'keeps a record''s own properties of these names, where no job added them' {
        $text = '{"PSComputerName":"db01","RunspaceId":"mine","PSShowComputerName":"yes"}'
        Json (Through ([pscustomobject]@{ PSComputerName = 'db01'; RunspaceId = 'mine'; PSShowComputerName = 'yes' })) | Should -BeExactly $text
        Json ([pscustomobject]@{ PSComputerName = 'db01'; RunspaceId = [guid]::Empty }) | Should -BeLike '{"PSComputerName":"db01","RunspaceId":"0000*'
    }

    It 'keeps PSComputerName where it is the id' {
        $from = Through ([pscustomobject]@{ a = 1; PSComputerName = 'db02'; RunspaceId = [guid]::NewGuid(); PSShowComputerName = $true })
        $from | Set-OpsLogRecord -IdProperty PSComputerName -ErrorAction Stop
        Get-OpsLogRecord -Id db02 -AsJson | Should -BeExactly '{"a":1,"PSComputerName":"db02"}'
    }
}

Describe 'What the serialiser made of a value' {
    It 'is an id by the text of that value: <id>' -ForEach @(
        @{ make = '[DayOfWeek]::Friday'; id = 'Friday' }
        @{ make = '[datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::Zero)'; id = '2026-01-02T03:04:05.000+00:00' }
        @{ make = '[bigint]::Pow(10, 20)'; id = '100000000000000000000' }
        @{ make = '[semver] "1.2.3"'; id = '1.2.3' }
    ) {
        Through ([pscustomobject]@{ k = (New-Value $make) }) | Set-OpsLogRecord -IdProperty k -ErrorAction Stop
        Test-OpsLogRecord -Id $id | Should -BeTrue
    }

    It 'doesn''t depend on the culture of the other side: <_>' -ForEach 'de-DE', 'sv-SE', 'fa-IR', 'ar-SA', 'th-TH' {
        $values = [ordered]@{
            half = [half] -1.5; small = [half] -0.00006; big = -[bigint]::Pow(10, 20); int = [Int128]::MinValue; enum = [Enum]::ToObject([DayOfWeek], 99)
            at = [datetimeoffset]::new(638000000001234567, [timespan]::FromHours(-3)); day = [DateOnly]::new(2026, 1, 2); time = [TimeOnly]::new(12345678901)
        }
        $live = Json $values
        $back = InCulture $_ { Through $values }
        Json $back | Should -BeExactly $live
        InCulture $_ { Json (Through $values) } | Should -BeExactly $live
    }

    It 'is refused at the top where the value would be: <_>' -ForEach '[DayOfWeek]::Friday', '[half] 1.5', '[datetimeoffset]::Now' {
        Fault (Through (New-Value $_)) | Should -Be NotAnObject
    }

    It 'is distinguished from a custom object that only has such a name' {
        Json @{ v = [pscustomobject]@{ PSTypeName = 'Deserialized.Some.Server'; a = 1 } } | Should -BeExactly '{"v":{"a":1}}'
    }

    It 'is refused where the number would be' {
        Fault @{ v = (Through ([half]::NaN)) } | Should -Be NotANumber
    }

    It 'is warned of where the content is gone: <name>' -ForEach @(
        @{ name = 'a JObject'; make = { , [Newtonsoft.Json.Linq.JObject]::Parse('{"a":1}') } }
        @{ name = 'a JsonNode'; make = { , [Text.Json.Nodes.JsonNode]::Parse('{"a":1}') } }
        @{ name = 'a query string'; make = { , [Web.HttpUtility]::ParseQueryString('a=1') } }
        @{ name = 'a lookup'; make = { , [Linq.Enumerable]::ToLookup([string[]] 'a1', [Func[string, string]] { 'a' }) } }
        @{ name = 'an XML element'; make = { ([xml] '<a><b>1</b></a>').DocumentElement } }
        @{ name = 'any other object'; make = { [Text.StringBuilder]::new('abc') } }
        @{ name = 'an array of several dimensions'; make = { , [int[,]]::new(2, 2) } }
    ) {
        $null = Json (Through ([pscustomobject]@{ v = (& $make) }))
        $warned | Should -BeLike '*: v (*'
    }

    It 'is the properties of a .NET object that was the record, without those of type data' {
        $file = New-Item (Join-Path $TestDrive 'a.txt') -Force -Value 'hello'
        $live = Json (Get-Item $file.FullName)
        Json (Through (Get-Item $file.FullName)) | Should -BeExactly $live
    }
}
