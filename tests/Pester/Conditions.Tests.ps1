# Writing under a condition: -NoClobber and -IfDifferent.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Set-OpsLogRecord -NoClobber and -IfDifferent' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'only creates with -NoClobber: an existing record is one error, and the rest goes on' {
        Set-OpsLogRecord b @{ n = 1 }
        'a', 'b', 'c', 'a' | ForEach-Object { @{ OpsLogId = $_; n = 2 } } |
            Set-OpsLogRecord -NoClobber -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 2
        $errors.TargetObject | Should -Be b, a
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'RecordExists,*'
        $errors[0].CategoryInfo.Category | Should -Be ResourceExists
        $errors[0].ToString() | Should -BeLike "Record 'b' was not stored: the store * already contains it*omit -NoClobber."
        (Get-OpsLogRecord | Sort-Object OpsLogId).n | Should -Be 2, 1, 2
    }

    It 'writes nothing with -NoClobber -Atomic where a record exists' {
        Set-OpsLogRecord b @{ n = 1 }
        $thrown = { 'a', 'b' | ForEach-Object { @{ OpsLogId = $_; n = 2 } } | Set-OpsLogRecord -NoClobber -Atomic } |
            Should -Throw -ErrorId 'RecordExists,*' -PassThru
        $thrown.ToString() | Should -BeLike "Record 'b' was not stored: *No record of the pipeline was stored."
        Get-OpsLogRecord -AsJson | Should -BeExactly '{"n":1}'
    }

    It 'takes an atomic pipeline back as a whole in a batch that goes on' {
        Invoke-OpsLogBatch {
            Set-OpsLogRecord first @{ n = 1 }
            try { 'a', 'first' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord -NoClobber -Atomic }
            catch { Set-OpsLogRecord last @{ error = $_.FullyQualifiedErrorId } }
        }
        (Get-OpsLogRecord).OpsLogId | Should -Be first, last
        (Get-OpsLogRecord last).error | Should -BeLike 'RecordExists,*'
    }

    It 'creates each record once when threads compete with -NoClobber' {
        $manifest = $OpsLogManifest
        $created = 1..40 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Set-OpsLogRecord -Store $using:store -Id "r$($_ % 4)" -Value @{ n = $_ } -NoClobber -PassThru -ErrorAction Ignore
        }
        $created | Should -HaveCount 4
        @(Get-OpsLogOperation) | Should -HaveCount 4
    }

    It 'writes only what differs with -IfDifferent, and returns only that' {
        Set-OpsLogRecord a '{"n":1,"m":{"x":[1,2],"y":2}}'
        Set-OpsLogRecord b '{"n":1}'
        $same = @{ OpsLogId = 'a'; m = [ordered]@{ y = 2.0; x = 1, 2 }; n = 1 }
        $written = $same, @{ OpsLogId = 'b'; n = 2 }, @{ OpsLogId = 'c'; n = 3 } | Set-OpsLogRecord -IfDifferent -PassThru
        $written.OpsLogId | Should -Be b, c
        @(Get-OpsLogOperation) | Should -HaveCount 4
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"n":1,"m":{"x":[1,2],"y":2}}'
        Set-OpsLogRecord a @{ N = 1 } -Merge -IfDifferent -PassThru | Should -BeNullOrEmpty
        (Set-OpsLogRecord a @{ n = 5 } -Merge -IfDifferent -PassThru).n | Should -Be 5
    }

    It 'writes with -IfDifferent <name>' -ForEach @(
        @{ name = 'another order of an array'; value = '{"n":[2,1],"t":"a","b":9007199254740992}' }
        @{ name = 'another letter case'; value = '{"N":[1,2],"t":"a","b":9007199254740992}' }
        @{ name = 'a digit beyond a double'; value = '{"n":[1,2],"t":"a","b":9007199254740993}' }
        @{ name = 'one property less'; value = '{"n":[1,2],"t":"a"}' }
    ) {
        Set-OpsLogRecord a '{"n":[1,2],"t":"a","b":9007199254740992}'
        Set-OpsLogRecord a $value -IfDifferent
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly $value
    }

    It 'compares with what the batch has set, -Atomic too' -ForEach $false, $true {
        $atomic = $_
        Invoke-OpsLogBatch {
            Set-OpsLogRecord a @{ n = 1 }
            (@{ OpsLogId = 'a'; n = 1 }, @{ OpsLogId = 'b' } | Set-OpsLogRecord -IfDifferent -PassThru -Atomic:$atomic).OpsLogId | Should -Be b
        }
        @(Get-OpsLogOperation) | Should -HaveCount 2
        (@{ OpsLogId = 'a'; n = 1 }, @{ OpsLogId = 'b'; n = 2 } | Set-OpsLogRecord -IfDifferent -PassThru -Atomic).OpsLogId | Should -Be b
        @(Get-OpsLogOperation) | Should -HaveCount 3
    }
}
