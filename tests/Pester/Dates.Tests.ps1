# Dates come back as the same moment in every time zone, and as the same text.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$PSScriptRoot/Conversion.ps1"

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

Describe 'Dates and time zones' -Skip:$IsWindows {
    # What the tests planted goes with this block.
    AfterAll { Close-TestStore }

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
