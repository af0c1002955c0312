# Counts, sums, averages and extremes of records, in groups.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Set-Json ([string]$Id, [string]$Json) { Set-OpsLogRecord $Id ([System.Text.Json.Nodes.JsonNode]::Parse($Json)) }

    # Measure-Object converts an extreme to a number only if both of them are numbers.
    function Format-Extreme ($Value) { $null -ne $Value -and $null -ne ($Value -as [double]) ? "$([double]$Value)" : "$Value" }
}

Describe 'Measure-OpsLogRecord' {
    BeforeEach {
        $store = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        1..6 | ForEach-Object {
            [pscustomobject]@{ OpsLogId = "job-$_"; size = $_; status = $_ % 2 ? 'failed' : 'done'; owner = @{ name = ('ann', 'Bob', 'bob')[$_ % 3] } }
        } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'selects records as Get-OpsLogRecord does: <Command>' -ForEach @(
        @{ Command = { Measure-OpsLogRecord }; Expected = 6 }
        @{ Command = { Measure-OpsLogRecord job-1, job-2 }; Expected = 2 }
        @{ Command = { Measure-OpsLogRecord 'job-*' { $_.size -gt 4 } }; Expected = 2 }
        @{ Command = { Measure-OpsLogRecord { $_.size -gt 3 } }; Expected = 3 }
        @{ Command = { Measure-OpsLogRecord status -EQ failed }; Expected = 3 }
        @{ Command = { Measure-OpsLogRecord -LiteralId job-3 }; Expected = 1 }
        @{ Command = { 'job-1', 'job-5' | Measure-OpsLogRecord }; Expected = 2 }
        @{ Command = { Get-OpsLogRecord status -EQ done | Measure-OpsLogRecord { $_.size -gt 2 } }; Expected = 2 }
        @{ Command = { Measure-OpsLogRecord status -EQ lost }; Expected = 0 }
    ) {
        $result = & $Command
        $result | Should -BeOfType OpsLog.PowerShell.Binding.OpsLogMeasure
        $result.Count | Should -Be $Expected
    }

    It 'does nothing with an empty pipeline' {
        @() | Measure-OpsLogRecord | Should -BeNullOrEmpty
        $null | Measure-OpsLogRecord -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'measures properties in groups, sorted by group' {
        $result = Measure-OpsLogRecord status -EQ failed -Sum size -Maximum size -GroupBy owner.name
        $result.Group | Should -Be 'ann', 'Bob'
        $result | ForEach-Object Count | Should -Be 1, 2
        $result.Sum | Should -Be 3, 6
        $result.Maximum | Should -Be 3, 5
        $result[0].Average | Should -BeNullOrEmpty
        Measure-OpsLogRecord status -EQ lost -GroupBy status | Should -BeNullOrEmpty
    }

    It 'returns a result for each property' {
        $result = Measure-OpsLogRecord -Sum size -Average size -Minimum OpsLogId
        $result.Property | Should -Be size, OpsLogId
        $result.Sum | Should -Be 21, $null
        $result.Average | Should -Be 3.5, $null
        $result.Minimum | Should -Be $null, job-1
    }

    It 'measures an archive segment' {
        $null = Invoke-OpsLogArchive status -EQ done -Segment old
        (Measure-OpsLogRecord -Segment old -Sum size).Sum | Should -Be 12
        (Measure-OpsLogRecord job-2, job-1 -Segment old -ErrorVariable errors -ErrorAction SilentlyContinue).Count | Should -Be 1
        $errors.FullyQualifiedErrorId | Should -BeLike 'RecordNotFound,*'
    }

    It 'measures several segments, by names, wildcards and the pipeline, each once' {
        $null = Invoke-OpsLogArchive { $_.size -ne 6 } -Segment { $_.size -le 2 ? 'old' : $_.size -le 4 ? 'older' : 'new' }
        (Measure-OpsLogRecord -Segment old, new -Sum size).Sum | Should -Be 8
        (Measure-OpsLogRecord -Segment 'OLD*', old -Sum size).Sum | Should -Be 10
        (Measure-OpsLogRecord 'job-*' { $_.size -gt 1 } -Segment '*' -Sum size).Sum | Should -Be 14
        (Measure-OpsLogRecord -Segment 'none*').Count | Should -Be 0
        Get-ErrorId { Measure-OpsLogRecord -Segment none } | Should -Be SegmentMissing
        (Get-OpsLogArchive 'old*' | Measure-OpsLogRecord -Sum size).Sum | Should -Be 10
        (Get-OpsLogArchive new | Measure-OpsLogRecord job-5, job-6 -ErrorVariable errors -ErrorAction SilentlyContinue).Count | Should -Be 1
        $errors.TargetObject | Should -Be job-6
        (Get-OpsLogArchive | Measure-OpsLogRecord status -EQ done).Count | Should -Be 2
        Get-OpsLogArchive 'none*' | Measure-OpsLogRecord | Should -BeNullOrEmpty
        $null | Measure-OpsLogRecord job-6 -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId | Should -BeLike 'NoId,*'
    }

    It 'measures active records and all segments with -IncludeArchive, a record that is both only as the active one' {
        $null = Invoke-OpsLogArchive { $_.size -le 2 } -Segment a
        Set-OpsLogRecord job-1 @{ size = 100 }
        (Measure-OpsLogRecord -IncludeArchive -Sum size).Sum | Should -Be 120
        (Measure-OpsLogRecord job-1, job-2, job-3, none -IncludeArchive -Sum size -ErrorVariable errors -ErrorAction SilentlyContinue).Sum | Should -Be 105
        $errors.TargetObject | Should -Be none
        (Measure-OpsLogRecord -IncludeArchive -GroupBy status | Where-Object Group -EQ done).Count | Should -Be 3
    }

    It 'has no parameters for the form of records' {
        (Get-Command Measure-OpsLogRecord).Parameters.Keys | Should -Not -Contain AsHashtable
        (Get-Command Measure-OpsLogRecord).Parameters.Keys | Should -Not -Contain AsJson
        (Get-Command Measure-OpsLogRecord).Parameters.Keys | Should -Not -Contain DateKind
    }

    It 'reports ids without a record, and counts the others' {
        (Measure-OpsLogRecord job-1, none -ErrorVariable errors -ErrorAction SilentlyContinue).Count | Should -Be 1
        $errors.FullyQualifiedErrorId | Should -BeLike 'RecordNotFound,*'
    }

    It 'leaves out missing values and null, in strict mode too' {
        Set-Json a '{"size":null}'
        Set-Json b '{"other":1}'
        & {
            Set-StrictMode -Version Latest
            $result = Measure-OpsLogRecord -Sum size -Average size
            $result.Count, $result.Values, $result.Sum, $result.Average | Should -Be 8, 6, 21, 3.5
        }
        $groups = Measure-OpsLogRecord -GroupBy size
        $groups | Should -HaveCount 7
        $groups[0].Group, $groups[0].Count | Should -Be $null, 2
    }

    It 'reports a property that no record has' {
        (Measure-OpsLogRecord -Sum sise -ErrorVariable errors -ErrorAction SilentlyContinue).Sum | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId | Should -BeLike 'PropertyNotFound,*'
        "$errors" | Should -BeLike "*'sise'*"
    }

    It 'reports a value that is not a number, and leaves it out' {
        Set-Json text '{"size":"big"}'
        $result = Measure-OpsLogRecord -Sum size -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Sum, $result.Values, $result.Count | Should -Be 21, 6, 7
        $errors.FullyQualifiedErrorId | Should -BeLike 'NotMeasurable,*'
        "$errors" | Should -BeLike "Record 'text': *'big'*'size'*"
        Get-ErrorId { Measure-OpsLogRecord -Minimum owner } | Should -Be NotMeasurable
    }

    It 'adds integers and decimals exactly' {
        1..3 | ForEach-Object { Set-Json "n$_" '{"n":9223372036854775807,"d":79228162514264337593543950335,"e":0.1000000000000000000000000001,"m":-5}' }
        $result = Measure-OpsLogRecord -Sum n, d, e, m -Average e
        $result[0].Sum | Should -Be ([bigint]::Parse('27670116110564327421'))
        $result[1].Sum | Should -Be ([bigint]::Parse('237684487542793012780631851005'))
        $result[2].Sum | Should -BeOfType decimal
        $result[2].Sum | Should -Be 0.3000000000000000000000000003d
        $result[2].Average | Should -Be 0.1000000000000000000000000001d
        $result[3].Sum | Should -BeOfType long
        $result[3].Sum | Should -Be -15
        Set-Json n4 '{"n":0.5}'
        (Measure-OpsLogRecord -Sum n).Sum | Should -BeOfType double
    }

    It 'compares dates by their moments' {
        Set-Json a '{"when":"2026-01-02T03:00:00.000Z"}'
        Set-Json b '{"when":"2026-01-02T02:00:00.000-05:30"}'
        Set-Json c '{"when":"2026-01-02T04:00:00.000+09:30"}'
        $result = Measure-OpsLogRecord -Minimum when -Maximum when
        $result.Minimum | Should -Be (Get-OpsLogRecord c).when
        $result.Maximum | Should -Be (Get-OpsLogRecord b).when
    }

    It 'measures the elements of arrays, and what only an object has' {
        Set-Json a '{"disks":[{"size":3},{"size":4.5}],"n":[1,[2]],"text":"four","when":"2026-01-02T03:00:00.000Z"}'
        (Measure-OpsLogRecord -Sum disks.size).Sum | Should -Be 7.5
        (Measure-OpsLogRecord -Sum n).Sum | Should -Be 3
        (Measure-OpsLogRecord -Sum text.Length).Sum | Should -Be 4
        (Measure-OpsLogRecord a -GroupBy when.Year).Group | Should -Be 2026
        (Measure-OpsLogRecord a -Minimum n -GroupBy disks).Group.size | Should -Be 3, 4.5
    }

    It 'groups equal numbers and text, and no others' {
        $texts = '5', '5.0', '"5"', '"a"', '"A"', 'true', '"true"', '5.5', '"2026-01-02T03:00:00.000Z"', '[1]', '[1]'
        foreach ($i in 0..($texts.Count - 1)) { Set-Json "g$i" "{`"g`":$($texts[$i])}" }
        $result = Measure-OpsLogRecord 'g*' -GroupBy g
        $result | ForEach-Object Count | Should -Be 2, 1, 1, 1, 2, 1, 1, 2
        $result[0].Group, $result[1].Group | Should -Be 5, 5.5
        $result[3].Group | Should -Be '5'
    }

    It 'shows a table that fits 80 columns' {
        $text = Measure-OpsLogRecord -Sum size -Average size -Minimum size -Maximum size -GroupBy owner.name | Out-String -Width 80
        $lines = $text -split '\r?\n' | Where-Object { $_ }
        $lines[0] -split ' +' | Should -Be Group, Count, Property, Sum, Average, Minimum, Maximum
        $lines[2] -split ' +' | Should -Be ann, 2, size, 9, 4.5, 3, 6
    }
}

Describe 'Random records' {
    AfterEach { Close-TestStore }

    It 'are measured as by Group-Object and Measure-Object' {
        $seed = if ($env:OPSLOG_TEST_SEED) { [int]$env:OPSLOG_TEST_SEED } else { Get-Random }
        Write-Host "  OPSLOG_TEST_SEED=$seed"
        $random = [random]::new($seed)
        $values = @{
            number = '0', '5', '-7', '128', '5.5', '-0.1', '1e3', '12345678901', '0.1000000000000000000000000001', '"7"', '"0x10"', '""', 'true', 'false'
            mixed  = '5', '10', '-2.5', '"9"', '"b"', '"B"', '"a"', '"2026-01-02"', '"-x"', '""', '"2026-01-02T03:04:05.678Z"', '"2025-01-02T03:04:05.678Z"'
            group  = '"x"', '"X"', '"why"', '"zz"', '"a b"'
        }
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        foreach ($round in 1..30) {
            Get-OpsLogRecord | Remove-OpsLogRecord
            foreach ($i in 1..$random.Next(1, 30)) {
                $members = foreach ($name in $values.Keys | Sort-Object) {
                    if ($random.Next(5)) { '"{0}":{1}' -f $name, $values[$name][$random.Next($values[$name].Count)] }
                }
                Set-Json "r$i" "{$($members -join ',')}"
            }
            $expected = Get-OpsLogRecord | Group-Object group
            $sums = Measure-OpsLogRecord -Sum number -Average number -GroupBy group -ErrorAction Ignore
            $extremes = Measure-OpsLogRecord -Minimum mixed -Maximum mixed -GroupBy group -ErrorAction Ignore
            $sums | Should -HaveCount @($expected).Count
            foreach ($group in $expected) {
                $sum = $sums | Where-Object { "$($_.Group)" -eq $group.Name }
                $extreme = $extremes | Where-Object { "$($_.Group)" -eq $group.Name }
                $sum.Count | Should -Be $group.Count
                $measured = $group.Group | Measure-Object number -Sum -Average -ErrorAction Ignore
                $sum.Values | Should -Be ([int]$measured.Count)
                # Doubles are added in another order.
                [math]::Abs($sum.Sum - $measured.Sum) | Should -BeLessThan 1e-3
                [math]::Abs($sum.Average - $measured.Average) | Should -BeLessThan 1e-3
                $measured = $group.Group | Measure-Object mixed -Minimum -Maximum -ErrorAction Ignore
                Format-Extreme $extreme.Minimum | Should -BeExactly (Format-Extreme $measured.Minimum)
                Format-Extreme $extreme.Maximum | Should -BeExactly (Format-Extreme $measured.Maximum)
            }
        }
    }
}
