# Which property or value of pipeline input is the id.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null
}

AfterAll { Close-TestStore }

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
