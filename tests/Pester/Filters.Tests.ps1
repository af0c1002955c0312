# Filters that are evaluated on the stored text: they select what Where-Object selects.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
}

Describe 'A filter on the stored text' {
    It 'selects what Where-Object selects, in the culture <_>' -ForEach 'en-US', 'tr-TR' {
        $seed = if ($env:OPSLOG_TEST_SEED) { [int]$env:OPSLOG_TEST_SEED } else { Get-Random }
        Write-Host "  OPSLOG_TEST_SEED=$seed"
        $output = Invoke-Shell -ArgumentList @(
            '-File', "$PSScriptRoot/CompareFilters.ps1", '-Manifest', $OpsLogManifest, '-Path', (New-TestStorePath), '-Seed', $seed, '-Culture', $_, '-Filters', 250)
        $result = $output | Select-Object -Last 1 | ConvertFrom-Json
        Write-Host "  $($result.Filters) filters, $($result.Text) results on the stored text, $($result.Objects) on objects, $($result.Selected) selected, $($result.Errors) errors"
        $result.Records | Should -Be 40
        $result.Filters | Should -Be 500
        $result.Differences | Select-Object -First 5 | Should -BeNullOrEmpty
        $result.Scripts | Should -BeNullOrEmpty -Because 'all of them can be compiled'
        $result.Text | Should -BeGreaterThan ($result.Filters * $result.Records / 2)
        $result.Selected | Should -BeGreaterThan $result.Filters
        $result.Errors | Should -BeGreaterThan 0
    }

    It 'selects with indexes what Where-Object selects' {
        $seed = if ($env:OPSLOG_TEST_SEED) { [int]$env:OPSLOG_TEST_SEED } else { Get-Random }
        Write-Host "  OPSLOG_TEST_SEED=$seed"
        $output = Invoke-Shell -ArgumentList @(
            '-File', "$PSScriptRoot/CompareFilters.ps1", '-Manifest', $OpsLogManifest, '-Path', (New-TestStorePath), '-Seed', $seed, '-Culture', 'en-US', '-Filters', 250, '-Indexed')
        $result = $output | Select-Object -Last 1 | ConvertFrom-Json
        Write-Host "  $($result.Filters) filters, $($result.Indexed) with an index, $($result.Selected) selected, $($result.Errors) errors"
        $result.Filters | Should -Be 1250
        $result.Differences | Select-Object -First 5 | Should -BeNullOrEmpty
        $result.Indexed | Should -BeGreaterThan 40
    }
}

Describe 'Filters' {
    BeforeEach {
        $store = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        1..10 | ForEach-Object {
            [pscustomobject]@{ OpsLogId = "job-$_"; n = $_; status = $_ % 2 ? 'done' : 'Open'; owner = @{ name = "user$($_ % 3)" }; tags = 'web', "t$_" }
        } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'do at position 0 what they look like: <_>' -ForEach @(
        @{ Command = { Get-OpsLogRecord job-3 }; Expected = 3 }
        @{ Command = { Get-OpsLogRecord job-3, job-1 }; Expected = 3, 1 }
        @{ Command = { Get-OpsLogRecord job-1* }; Expected = 1, 10 }
        @{ Command = { Get-OpsLogRecord { $_.n -gt 8 } }; Expected = 9, 10 }
        @{ Command = { Get-OpsLogRecord job-* { $_.n -gt 8 } }; Expected = 9, 10 }
        @{ Command = { 'job-9', 'job-2' | Get-OpsLogRecord { $_.n -gt 8 } }; Expected = 9 }
        @{ Command = { Get-OpsLogRecord -LiteralId job-9, job-2 { $_.n -gt 8 } }; Expected = 9 }
        @{ Command = { Get-OpsLogRecord status -EQ open }; Expected = 2, 4, 6, 8, 10 }
        @{ Command = { Get-OpsLogRecord status -CEQ open }; Expected = $null }
        @{ Command = { Get-OpsLogRecord -Property status -IEQ -Value open -First 1 }; Expected = 2 }
        @{ Command = { Get-OpsLogRecord owner.name -EQ user0 }; Expected = 3, 6, 9 }
        @{ Command = { Get-OpsLogRecord tags -Contains t7 }; Expected = 7 }
        @{ Command = { Get-OpsLogRecord n -In 3, 4 -AsJson | ForEach-Object { ConvertFrom-Json $_ } }; Expected = 3, 4 }
        @{ Command = { Get-OpsLogRecord OpsLogId -Like '*0' -AsHashtable }; Expected = 10 }
        @{ Command = { Get-OpsLogRecord missing -EQ $null -Skip 9 }; Expected = 10 }
    ) {
        (& $Command).n | Should -Be $Expected
    }

    It 'need one operator' {
        Get-ErrorId { Get-OpsLogRecord -Property status -Value open } | Should -Be FilterOperator
        Get-ErrorId { Get-OpsLogRecord status -EQ open -NE } | Should -Be FilterOperator
        Get-ErrorId { Get-OpsLogRecord status open } | Should -Not -BeNullOrEmpty
    }

    It 'read a variable for each record, so a later command of the pipeline can change it' {
        $max = 0
        (Get-OpsLogRecord { $_.n -gt $max } | ForEach-Object { $max = $_.n + 2; $_ }).n | Should -Be 1, 4, 7, 10
    }

    It 'see a variable that a later command creates in a nearer scope' {
        $max = 0
        function Select-Rising { (Get-OpsLogRecord { $_.n -gt $max } | ForEach-Object { $max = $_.n + 2; $_ }).n }
        Select-Rising | Should -Be 1, 4, 7, 10
        $max | Should -Be 0
    }

    It 'set $Matches for the commands that follow' {
        Get-OpsLogRecord { $_.owner.name -match '(\d)$' -and $_.n -lt 4 } | ForEach-Object { $Matches[1] } | Should -Be 1, 2, 0
    }

    It 'find the variables of the module that contains them' {
        $limit = 1
        $module = New-Module { $limit = 8; function Get-Filter { { $_.n -gt $limit } }; function Get-Record ($Filter) { Get-OpsLogRecord $Filter } }
        (Get-OpsLogRecord (& $module { Get-Filter })).n | Should -Be 9, 10
        (& $module { Get-Record $args[0] } { $_.n -le $limit }).n | Should -Be 1
        Remove-Module $module
    }

    It 'say with -Verbose whether they ran as scripts, and why: <_>' -ForEach @(
        @{ Filter = { $_.n -gt 3 }; Expected = '*on the stored text of 10 records, and on 0 *' }
        @{ Filter = { -not ($_.n -gt 3) -and ($_.status -eq 'open' -or !$_.missing) }; Expected = '*on the stored text of 10 records, and on 0 *' }
        @{ Filter = { $_.n + 1 -gt 3 }; Expected = "*ran as a script for 10 records, because '`$_.n + 1' is not*" }
        @{ Filter = { $_.status.ToUpper() -eq 'DONE' }; Expected = '*ran as a script for 10 records, because*ToUpper*' }
        @{ Filter = { $null = 1; $true }; Expected = '*ran as a script for 10 records, because it is more than one expression*' }
        @{ Filter = { $_.n -gt $nowhere }; Expected = '*because the variable $nowhere does not exist*' }
        @{ Filter = { $_.owner?.name -eq 'x' }; Expected = '*ran as a script*' }
        @{ Filter = { $_.status.Length -eq 4 }; Expected = '*on the stored text of 0 records, and on 10 *' }
    ) {
        Get-OpsLogRecord $Filter -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -BeLike $Expected
    }

    It 'report a missing property in strict mode for each record, and go on' {
        Set-OpsLogRecord other @{ x = 1 }
        & {
            Set-StrictMode -Version Latest
            (Get-OpsLogRecord { $_.n -gt 9 } -ErrorVariable errors -ErrorAction SilentlyContinue).n | Should -Be 10
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'PropertyNotFound,*'
            "$($errors[0])" | Should -BeLike "Record 'other': *'n'*"
            Get-ErrorId { Get-OpsLogRecord n -GT 9 } | Should -Be PropertyNotFound
            Get-OpsLogRecord { $_.x -eq 1 -or $_.n -gt 99 } -ErrorAction Ignore | Should -HaveCount 1
        }
    }

    It 'report an operator that fails, with the record, and go on' {
        Set-OpsLogRecord other @{ n = 'x' }
        (Get-OpsLogRecord { $_.n -gt 'a' } -ErrorVariable errors -ErrorAction SilentlyContinue).OpsLogId | Should -Be other
        $errors | Should -HaveCount 10
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'OperatorFailed,*'
        "$($errors[0])" | Should -BeLike "Record 'job-1': *"
    }

    It 'select the records that are removed and archived' {
        (Remove-OpsLogRecord n -LE 2 -PassThru).n | Should -Be 1, 2
        (Remove-OpsLogRecord { $_.n -eq 3 } -PassThru).n | Should -Be 3
        Remove-OpsLogRecord status -EQ nothing
        $store.Records | Should -Be 7
        (Invoke-OpsLogArchive n -LE 5).Records | Should -Be 2
        (Invoke-OpsLogArchive job-6).Records | Should -Be 1
        (Invoke-OpsLogArchive { $_.n -eq 7 }).Records | Should -Be 1
        $store.Records | Should -Be 3
    }

    It 'select operations by the record that they left, or removed' {
        Set-OpsLogRecord job-1 @{ n = 100 }
        Remove-OpsLogRecord job-2
        (Get-OpsLogOperation n -EQ 1).OpsLogId | Should -Be job-1
        (Get-OpsLogOperation { $_.n -ge 100 -or $_.n -eq 2 }).Operation | Should -Be Set, Set, Delete
        (Get-OpsLogOperation status -EQ done -Last 1).OpsLogId | Should -Be job-9
        Get-OpsLogOperation job-3 | Should -HaveCount 1
    }

    It 'leave records alone that only a hashtable can hold, unless the filter needs them as objects' {
        Set-OpsLogRecord both (ConvertFrom-Json '{"a":1,"A":2,"n":100}' -AsHashtable)
        (Get-OpsLogRecord n -EQ 100 -AsHashtable).OpsLogId | Should -Be both
        (Get-OpsLogRecord A -EQ 2 -AsHashtable).OpsLogId | Should -Be both
        Get-ErrorId { Get-OpsLogRecord a -EQ 1 } | Should -Be CaseConflict
    }
}
