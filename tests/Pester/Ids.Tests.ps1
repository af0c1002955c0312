# Ids: which characters are wildcards, what is literal, and what is an id in the pipeline.

BeforeDiscovery {
    # Every cmdlet that takes ids, with what shows which records it was about.
    $byId = @(
        @{ Name = 'Get-OpsLogRecord'; Do = { param($p) (Get-OpsLogRecord @p).OpsLogId } }
        @{ Name = 'Get-OpsLogOperation'; Do = { param($p) (Get-OpsLogOperation @p).OpsLogId } }
        @{ Name = 'Remove-OpsLogRecord'; Do = { param($p) (Remove-OpsLogRecord -PassThru @p).OpsLogId } }
        @{ Name = 'Invoke-OpsLogArchive'; Do = { param($p) $null = Invoke-OpsLogArchive -Segment s @p; (Get-OpsLogArchive s* | ForEach-Object { Get-OpsLogRecord -Segment $_.Segment }).OpsLogId } }
        @{ Name = 'Get-OpsLogRecord -Segment'; Do = { param($p) $null = Invoke-OpsLogArchive { $true } -Segment s; (Get-OpsLogRecord -Segment s @p).OpsLogId } }
        @{ Name = 'Watch-OpsLogStore'; Do = {
                param($p)
                $writer = Open-OpsLogStore $path -Agent other -Durability OperatingSystem
                $ids | ForEach-Object { Set-OpsLogRecord -Store $writer -Id $_ -Value @{ n = 2 } }
                (Watch-OpsLogStore -Store $store -Timeout 0 @p).OpsLogId
            }
        }
    )
    $takesIds = (Import-PowerShellDataFile "$PSScriptRoot/../../OpsLog.psd1").CmdletsToExport | Where-Object { $_ -match 'OpsLog(Record|Operation|Archive)$' -and $_ -notin 'Get-OpsLogArchive', 'Sync-OpsLogRecord', 'Undo-OpsLogOperation' }
    $takesIds = @($takesIds) + 'Watch-OpsLogStore' | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    # Brackets, wildcards, PowerShell's escape, what regular expressions mean something by, and a character of two units.
    $ids = 'srv1', 'srv[1]', 'srv12', 'srv*', 'srv?', 'a`*b', 'a*b', 'C:\x', 'x.y', 'zz[b', "`u{1F600}", 'B'

    function New-IdStore {
        $script:path = New-TestStorePath
        $script:store = Open-OpsLogStore $path -Agent own -Durability OperatingSystem
        $ids | ForEach-Object { Set-OpsLogRecord -Id $_ -Value @{ n = 1 } }
    }
}

Describe 'Ids of <Name>' -ForEach $byId {
    AfterEach { Close-TestStore }

    It 'have no wildcards but * and ?: <given>' -ForEach @(
        @{ given = 'srv[1]'; found = 'srv[1]' }
        @{ given = 'srv[1?'; found = 'srv[1]' }
        @{ given = 'srv?'; found = 'srv1', 'srv*', 'srv?' }
        @{ given = 'srv??'; found = @('srv12') }
        @{ given = 'srv*'; found = 'srv1', 'srv[1]', 'srv12', 'srv*', 'srv?' }
        @{ given = 'a`*b'; found = @('a`*b') }
        @{ given = 'a*b'; found = 'a`*b', 'a*b' }
        @{ given = 'C:\*'; found = @('C:\x') }
        @{ given = 'x.?'; found = @('x.y') }
        @{ given = 'zz[*'; found = @('zz[b') }
        @{ given = 'zz[b'; found = @('zz[b') }
        @{ given = '?'; found = "`u{1F600}", 'B' }
        @{ given = 'b*'; found = @() }
    ) {
        New-IdStore
        & $Do @{ Id = $given } | Should -BeExactly $found
    }

    It 'are taken as they are with -LiteralId: <_>' -ForEach 'srv*', 'srv?', 'srv[1]', 'a`*b', 'a*b', 'zz[b' {
        New-IdStore
        & $Do @{ LiteralId = $_ } | Should -BeExactly $_
    }
}

Describe '-LiteralId of <Name>' -ForEach $takesIds {
    It 'is there, and excludes -Id' {
        $parameters = (Get-Command $Name).Parameters
        if ($parameters.ContainsKey('LiteralId')) {
            @($parameters.Id.ParameterSets.Keys | Where-Object { $_ -in $parameters.LiteralId.ParameterSets.Keys }) | Should -HaveCount 0
        }
        else {
            # In these cmdlets, -Id has no wildcards either.
            $parameters.Id.Aliases | Should -Contain LiteralId
        }
    }
}

Describe 'Ids' {
    BeforeEach { New-IdStore }
    AfterEach { Close-TestStore }

    It 'mean the same the second time: a removal that is run twice reaches no other record' {
        Remove-OpsLogRecord -Id 'srv[1]'
        Get-ErrorId { Remove-OpsLogRecord -Id 'srv[1]' } | Should -Be RecordNotFound
        Test-OpsLogRecord srv1 | Should -BeTrue

        Remove-OpsLogRecord -LiteralId 'srv*'
        Get-ErrorId { Remove-OpsLogRecord -LiteralId 'srv*' } | Should -Be RecordNotFound
        'srv?' | Remove-OpsLogRecord
        Get-ErrorId { 'srv?' | Remove-OpsLogRecord } | Should -Be RecordNotFound
        Test-OpsLogRecord srv1, srv12 | Should -Be $true, $true
    }

    It 'are taken as they are by Set- and Test-OpsLogRecord' {
        Set-OpsLogRecord -Id 'srv*' -Value @{ n = 5 }
        Set-OpsLogRecord -LiteralId 'srv?' -Value @{ n = 5 }
        (Get-OpsLogRecord { $_.n -eq 5 }).OpsLogId | Should -Be 'srv*', 'srv?'
        Test-OpsLogRecord -LiteralId 'srv*', 'sr*' | Should -Be $true, $false
        Test-OpsLogRecord 'srv*', 'sr*' | Should -Be $true, $false
    }

    It 'match as the plain definition of wildcards does' {
        $seed = $env:OPSLOG_TEST_SEED ? [int]$env:OPSLOG_TEST_SEED : [Random]::Shared.Next()
        $random = [Random]::new($seed)
        $text = { param($alphabet, $most) -join (1..$random.Next(1, $most + 1) | ForEach-Object { $alphabet[$random.Next($alphabet.Count)] }) }
        $many = 1..300 | ForEach-Object { & $text @('a', 'b', '[', '*', '`', "`u{1F600}") 6 } | Sort-Object -Unique -CaseSensitive
        $many | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord
        $all = (Get-OpsLogRecord).OpsLogId
        foreach ($round in 1..60) {
            $pattern = & $text @('a', 'b', '[', '`', '*', '?', "`u{1F600}") 6
            # A dot of a regular expression is one unit, so a pair is spelled out.
            $character = '(?>[\uD800-\uDBFF][\uDC00-\uDFFF]|.)'
            $expression = '^' + ([regex]::Escape($pattern) -replace '\\\*', "(?:$character)*" -replace '\\\?', $character) + '$'
            $expected = @($all | Where-Object { $_ -cmatch $expression })
            $found = @(Get-OpsLogRecord -Id $pattern -ErrorAction SilentlyContinue | ForEach-Object OpsLogId)
            ($found -join "`n") | Should -BeExactly ($expected -join "`n") -Because "of '$pattern' with OPSLOG_TEST_SEED=$seed"
        }
    }

    It 'of segments have no wildcards but * and ?' {
        $null = Invoke-OpsLogArchive -LiteralId 'srv1' -Segment y-1-
        Close-OpsLogStore
        Rename-TestSegment $path y-1- 'y[1]'
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        $null = Invoke-OpsLogArchive -LiteralId 'srv12' -Segment 'y1'
        (Get-OpsLogArchive 'Y[1]').Segment | Should -Be 'y[1]'
        (Get-OpsLogArchive 'y*').Segment | Should -Be 'y[1]', 'y1'
        Get-ErrorId { Get-OpsLogArchive 'y[' } | Should -Be SegmentMissing
    }
}

Describe 'An id in the pipeline' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'is <name>, by the text it has as -Id and by -IdProperty' -ForEach @(
        @{ name = 'a number'; value = 5; text = '5' }
        @{ name = 'a fraction'; value = 1.5; text = '1.5' }
        @{ name = 'a big number'; value = [bigint]::Parse('123456789012345678901234567890'); text = '123456789012345678901234567890' }
        @{ name = 'a GUID'; value = [guid]'0f8fad5b-d9cb-469f-a165-70867728950e'; text = '0f8fad5b-d9cb-469f-a165-70867728950e' }
        @{ name = 'a date'; value = [datetime]::new(2026, 4, 3, 5, 6, 7, [DateTimeKind]::Utc); text = '2026-04-03T05:06:07.000Z' }
        @{ name = 'a version'; value = [version]'1.2.3'; text = '1.2.3' }
        @{ name = 'a time span'; value = [timespan]'1.02:03:04'; text = '1.02:03:04' }
        @{ name = 'an enum'; value = [DayOfWeek]::Monday; text = 'Monday' }
        @{ name = 'an address'; value = [uri]'https://x/?q=1'; text = 'https://x/?q=1' }
    ) {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            Set-OpsLogRecord -Id $value -Value @{ n = 1 }
            [cultureinfo]::CurrentCulture = 'de-DE'
            (Get-OpsLogRecord).OpsLogId | Should -BeExactly $text
            @{ k = $value; n = 2 } | Set-OpsLogRecord -IdProperty k
            $store.Records | Should -Be 1
            ($value | Get-OpsLogRecord).n | Should -Be 2
            $value | Test-OpsLogRecord | Should -BeTrue
            Test-OpsLogRecord $value | Should -BeTrue
            (Get-OpsLogRecord -LiteralId $value).n | Should -Be 2
            $value | Get-OpsLogOperation | Should -HaveCount 2
            ($value | Invoke-OpsLogArchive).Records | Should -Be 1
            Undo-OpsLogOperation | Should -HaveCount 1
            $value | Remove-OpsLogRecord
            $store.Records | Should -Be 0
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'is in the property that -IdProperty names: <name>' -ForEach @(
        @{ name = 'Get-OpsLogRecord'; do = { ($input | Get-OpsLogRecord -IdProperty host).n } }
        @{ name = 'Test-OpsLogRecord'; do = { $input | Test-OpsLogRecord -IdProperty host } }
        @{ name = 'Get-OpsLogOperation'; do = { ($input | Get-OpsLogOperation -IdProperty host).After.n } }
        @{ name = 'Remove-OpsLogRecord'; do = { ($input | Remove-OpsLogRecord -IdProperty host -PassThru).n } }
        @{ name = 'Invoke-OpsLogArchive'; do = { ($input | Invoke-OpsLogArchive -IdProperty host).Records } }
    ) {
        Set-OpsLogRecord web01 @{ n = 1 }
        Set-OpsLogRecord other @{ n = 2 }
        [pscustomobject]@{ host = 'web01'; OpsLogId = 'other' } | & $do | Should -Be 1
        Get-ErrorId { @{ name = 'web01' } | & $do } | Should -Be NoId
        Get-ErrorId { @{ host = @{} } | & $do } | Should -Be IdNotText
        $Error[0].ToString() | Should -BeLike '*-IdProperty*'
    }

    It 'goes by OpsLogId where an object has one, and never by Id' {
        Set-OpsLogRecord web01 @{ n = 1 }
        [pscustomobject]@{ OpsLogId = 'web01'; Id = 'x' } | Test-OpsLogRecord | Should -BeTrue
        Get-ErrorId { [pscustomobject]@{ Id = 'web01' } | Test-OpsLogRecord } | Should -Be NoId
    }

    It 'is an error of its own where it is none, and the others go on: <name>' -ForEach @(
        @{ name = 'Get-OpsLogRecord'; do = { ($input | Get-OpsLogRecord).n }; result = 1 }
        @{ name = 'Test-OpsLogRecord'; do = { $input | Test-OpsLogRecord }; result = $true }
        @{ name = 'Get-OpsLogOperation'; do = { ($input | Get-OpsLogOperation).After.n }; result = 1 }
        @{ name = 'Remove-OpsLogRecord'; do = { ($input | Remove-OpsLogRecord -PassThru).n }; result = 1 }
        @{ name = 'Invoke-OpsLogArchive'; do = { ($input | Invoke-OpsLogArchive).Records }; result = 1 }
    ) {
        Set-OpsLogRecord web01 @{ n = 1 }
        $Error.Clear()
        $ErrorActionPreference = 'SilentlyContinue'
        $null, '', @{ n = 1 }, 'web01' | & $do | Should -Be $result
        $Error | Should -HaveCount 3
        $Error.FullyQualifiedErrorId | Should -BeLike 'NoId,*'
    }

    It 'is missing with the type of the input in the message: <text>' -ForEach @(
        @{ id = 'NoId'; input = { [Text.Json.Nodes.JsonNode]::Parse('{"OpsLogId":"a"}') }; text = 'The object of type *KeyValuePair*' }
        @{ id = 'NotAnObject'; input = { '{"OpsLogId":"a"}' }; text = '*the value is a System.String.*' }
        @{ id = 'NotAnObject'; input = { 5 }; text = '*the value is a System.Int32.*' }
        @{ id = 'NotAnObject'; input = { , (1, 2) }; text = '*the value is a System.Object`[`].*' }
        @{ id = 'NotAnObject'; input = { $null }; text = '*the value is $null.*' }
        @{ id = 'NoId'; input = { @{ a = 1 } }; text = 'The object has no id*' }
        @{ id = 'NoId'; input = { [pscustomobject]@{ a = 1 } }; text = 'The object has no id*' }
    ) {
        & $_.input | Set-OpsLogRecord -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused | Should -HaveCount 1
        $refused.FullyQualifiedErrorId | Should -BeLike "$id,*"
        $refused.Exception.Message | Should -BeLike $text
    }

    It 'is refused as a parameter where it is an object: <_>' -ForEach @(
        { Get-OpsLogRecord -Id @{} }, { Get-OpsLogRecord -Id ([pscustomobject]@{ OpsLogId = 'a' }) }, { Remove-OpsLogRecord @(, @(1, 2)) }
        { Set-OpsLogRecord -Id @{} -Value @{} }, { Test-OpsLogRecord ([ordered]@{}) }, { Get-OpsLogOperation (Get-Item /) }
    ) {
        Get-ErrorId $_ | Should -Be ParameterArgumentTransformationError
        $Error[0].ToString() | Should -BeLike '*OpsLogId*'
    }

    It 'is advised by parameters that there are' {
        Get-ErrorId { Set-OpsLogRecord -Id '' -Value @{} } | Should -Be NoId
        $Error[0].ToString() | Should -Not -BeLike '*property*'
        Set-OpsLogRecord both (ConvertFrom-Json '{"a":1,"A":2}' -AsHashtable)
        Get-ErrorId { Remove-OpsLogRecord both -PassThru } | Should -Be CaseConflict
        $Error[0].ToString() | Should -BeLike '*Get-OpsLogRecord -AsHashtable*'
    }
}
