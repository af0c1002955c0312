# An id has the same string in every way of input and output.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $path = New-TestStorePath
    Open-OpsLogStore $path -Durability OperatingSystem | Out-Null
}

AfterAll { Close-TestStore }

Describe 'An id with half a surrogate pair' {
    BeforeAll {
        $id = "a$([char] 0xd800)b"
        function Same ($Actual) { [string]::Equals($Actual, $id, 'Ordinal') }
    }

    BeforeEach { Set-OpsLogRecord -Id $id -Value @{ a = 1 } }

    It 'comes back as it is from <name>' -ForEach @(
        @{ name = 'Get-OpsLogRecord'; get = { (Get-OpsLogRecord).OpsLogId } }
        @{ name = 'Get-OpsLogRecord -Id'; get = { (Get-OpsLogRecord -Id $id).OpsLogId } }
        @{ name = 'Get-OpsLogRecord by the pipeline'; get = { ($id | Get-OpsLogRecord).OpsLogId } }
        @{ name = 'Get-OpsLogRecord -Id with a wildcard'; get = { (Get-OpsLogRecord -Id 'a*').OpsLogId } }
        @{ name = 'Get-OpsLogRecord -AsHashtable'; get = { (Get-OpsLogRecord -AsHashtable).OpsLogId } }
        @{ name = 'a filter'; get = { $seen = [Collections.ArrayList]::new(); $null = Get-OpsLogRecord { $null = $seen.Add($_.OpsLogId) }; $seen[0] } }
        @{ name = 'Set-OpsLogRecord -PassThru'; get = { (Set-OpsLogRecord -Id $id -Value @{ b = 1 } -PassThru).OpsLogId } }
        @{ name = 'Set-OpsLogRecord with -IdProperty'; get = { ([pscustomobject]@{ k = $id } | Set-OpsLogRecord -IdProperty k -PassThru).OpsLogId } }
        @{ name = 'Remove-OpsLogRecord -PassThru'; get = { (Get-OpsLogRecord | Remove-OpsLogRecord -PassThru).OpsLogId } }
        @{ name = 'Get-OpsLogOperation'; get = { (Get-OpsLogOperation -Id $id -Last 1).OpsLogId } }
        @{ name = 'a store that was opened again'; get = { Close-OpsLogStore; Open-OpsLogStore $path -Durability OperatingSystem | Out-Null; (Get-OpsLogRecord).OpsLogId } }
        @{ name = 'an archive segment'; get = { $null = Invoke-OpsLogArchive { Same $_.OpsLogId } -Segment odd; (Get-OpsLogRecord -Segment odd).OpsLogId } }
    ) {
        $back = & $get
        $back | Should -HaveCount 1
        Same $back | Should -BeTrue
    }
}

Describe 'An id given as a number' {
    It 'is the text that was typed: <_>' -ForEach '007', '0x10', '1.50', '1kb', '1e3', '5' {
        $command = "Set-OpsLogRecord -Id $_ -Value @{ a = 1 }; Test-OpsLogRecord $_; Get-OpsLogRecord -Id $_ | ForEach-Object OpsLogId; Remove-OpsLogRecord $_"
        & ([scriptblock]::Create($command)) | Should -Be $true, $_
        Test-OpsLogRecord -Id ([string] $_) | Should -BeFalse
    }

    It 'is the text of its value where it was computed: <text>' -ForEach @(
        @{ value = { 7 }; text = '7' }
        @{ value = { 1.5 }; text = '1.5' }
        @{ value = { 0.1 + 0.2 }; text = '0.30000000000000004' }
        @{ value = { 1.10d }; text = '1.10' }
        @{ value = { [bigint]::Pow(10, 20) }; text = '100000000000000000000' }
        @{ value = { Write-Output 7 }; text = '7' }
        @{ value = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([DayOfWeek]::Friday)) }; text = 'Friday' }
    ) {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Set-OpsLogRecord -Id (& $value) -Value @{ a = 1 }
            [pscustomobject]@{ k = (& $value) } | Set-OpsLogRecord -IdProperty k
            & $value | Get-OpsLogRecord | ForEach-Object OpsLogId | Should -BeExactly $text
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }
}
