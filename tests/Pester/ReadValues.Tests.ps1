# What comes out of a record: the contract of about_OpsLog_Records.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$PSScriptRoot/Conversion.ps1"

    function ReadFault ([string] $Json) {
        Plant $Json
        try { Get-OpsLogRecord -Id t -ErrorAction Stop | Out-Null } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
}

Describe 'Values out of the store' {
    # What the tests planted goes with this block.
    AfterAll { Close-TestStore }

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
