# Random records come back without a changed byte.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$PSScriptRoot/Conversion.ps1"
}

AfterAll { Close-TestStore }

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
