# Writing records.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Set-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'creates and replaces' {
        Set-OpsLogRecord -Id a -Value ([ordered]@{ n = 1; m = 2 })
        Set-OpsLogRecord a @{ n = 3 }
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"n":3}'
    }

    It 'takes the text of a JSON object as a value' {
        Set-OpsLogRecord a ' { "name": "x", "tags": [ 1, 2.50 ], "owner": { "a": null }, "OpsLogId": "other" } '
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"name":"x","tags":[1,2.50],"owner":{"a":null}}'
        Set-OpsLogRecord a '{"name":"y"}' -Merge
        (Get-OpsLogRecord a).name | Should -Be y
        [IO.File]::WriteAllText("$TestDrive/record.json", '{ "n": 12345678901234567890 }')
        Set-OpsLogRecord b (Get-Content -Raw "$TestDrive/record.json") -Atomic
        Get-OpsLogRecord -Id b -AsJson | Should -BeExactly '{"n":12345678901234567890}'
    }

    It 'refuses other text, and says why: <text>' -ForEach @(
        @{ text = ''; reason = '*not valid JSON at line 1, byte 0*' }
        @{ text = 'hello'; reason = '*not valid JSON at line 1, byte 0*' }
        @{ text = "{`n""a"": }"; reason = '*not valid JSON at line 2, byte 5*' }
        @{ text = '[{"a":1}]'; reason = '*not an object but Array*' }
        @{ text = '"text"'; reason = '*not an object but String*' }
        @{ text = "{""a"":""$([char]0xD800)""}"; reason = '*half a surrogate pair*' }
    ) {
        Set-OpsLogRecord a $text -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'NotAnObject,*'
        $errors[0].ToString() | Should -BeLike $reason
        $errors[0].ToString() | Should -BeLike '*@{ value = ... }*'
        $store.Records | Should -Be 0
    }

    It 'takes no text from the pipeline' {
        '{"OpsLogId":"a"}' | Set-OpsLogRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'NotAnObject,*'
    }

    It 'returns nothing, or with -PassThru what is stored' {
        Set-OpsLogRecord a @{ n = 1 } | Should -BeNullOrEmpty
        $passed = @{ OpsLogId = 'b'; n = 2 }, @{ OpsLogId = 'c'; n = 3 } | Set-OpsLogRecord -PassThru
        $passed.OpsLogId | Should -Be b, c
        (@{ OpsLogId = 'b'; m = 4 } | Set-OpsLogRecord -PassThru -Merge -Atomic).n | Should -Be 2
    }

    It 'refuses <name>' -ForEach @(
        @{ name = '-Deep without -Merge'; do = { Set-OpsLogRecord a @{} -Deep }; said = '*-Deep*Use -Merge too*' }
        @{ name = '-Deep without -Merge, where it only removes'; do = { Set-OpsLogRecord a -RemoveProperty n -Deep }; said = '*-Deep*Use -Merge too*' }
        @{ name = '-RemoveProperty with a value and no -Merge'; do = { Set-OpsLogRecord a @{} -RemoveProperty n }; said = '*-RemoveProperty*Use -Merge too*' }
        @{ name = '-RemoveProperty with objects and no -Merge'; do = { @{ OpsLogId = 'a' } | Set-OpsLogRecord -RemoveProperty n }; said = '*-RemoveProperty*Use -Merge too*' }
        @{ name = '-RemoveProperty with -NoClobber'; do = { Set-OpsLogRecord a -RemoveProperty n -NoClobber }; said = '*-NoClobber*-RemoveProperty*' }
        @{ name = '-RemoveProperty with -NoClobber and -Merge'; do = { Set-OpsLogRecord a @{} -Merge -RemoveProperty n -NoClobber }; said = '*-NoClobber*-RemoveProperty*' }
    ) {
        Set-OpsLogRecord a @{ n = 1 }
        $do | Should -Throw $said -ErrorId 'ConflictingParameters,*'
        (Get-OpsLogRecord a).n | Should -Be 1
    }

    It 'refuses a call without a value' {
        Get-ErrorId { Set-OpsLogRecord a } | Should -BeIn 'MissingMandatoryParameter', 'AmbiguousParameterSet'
        $store.Records | Should -Be 0
    }

    It 'refuses -NoClobber with -<with>' -ForEach @{ with = 'Merge' }, @{ with = 'IfDifferent' } {
        $also = @{ $with = $true }
        { Set-OpsLogRecord a @{} -NoClobber @also } | Should -Throw "*-$with*Use one of them." -ErrorId 'ConflictingParameters,*'
    }

    It 'goes on after an object that can''t be stored, and names it' {
        $objects = @{ OpsLogId = 'a'; n = 1 }, @{ OpsLogId = 'b'; n = [double]::NaN }, @{ n = 2 }, @{ OpsLogId = 'd'; n = 4 }
        $objects | Set-OpsLogRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 2
        $errors[0].ToString() | Should -BeLike "Record 'b' was not stored:*'n'*"
        $errors[1].ToString() | Should -BeLike 'Input object 3 was not stored:*'
        $errors[1].TargetObject | Should -Be $objects[2]
        (Get-OpsLogRecord).OpsLogId | Should -Be a, d
    }

    It 'stores nothing with -Atomic where one can''t be, and ends there' {
        $before = Get-StoreContent $path
        { @{ OpsLogId = 'a' }, @{ OpsLogId = 'b'; n = [double]::NaN }, @{ OpsLogId = 'c' } | Set-OpsLogRecord -Atomic -ErrorAction Continue } |
            Should -Throw -ErrorId 'NotANumber,*'
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'makes one step of a pipeline with -Atomic' {
        1..5 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord -Atomic
        (Get-OpsLogOperation).Batch | Should -Be '1/5', '2/5', '3/5', '4/5', '5/5'
        Undo-OpsLogOperation | Should -HaveCount 5
        $store.Records | Should -Be 0
    }

    It 'lets its own pipeline write to the store, -Atomic too' -ForEach $false, $true {
        1..3 | ForEach-Object { Set-OpsLogRecord "side$_" @{ n = $_ }; @{ OpsLogId = "main$_" } } | Set-OpsLogRecord -Atomic:$_
        $store.Records | Should -Be 6
    }

    It 'keeps what was written when the pipeline is stopped' {
        1..1000 | ForEach-Object { @{ OpsLogId = "r$_" } } | Set-OpsLogRecord -PassThru | Select-Object -First 3 | Should -HaveCount 3
        Close-OpsLogStore
        (Open-OpsLogStore $path).Records | Should -Be 3
    }

    It 'keeps what was written when something upstream throws, and nothing with -Atomic' -ForEach @(@{ atomic = $false; left = 2 }, @{ atomic = $true; left = 0 }) {
        { 1..5 | ForEach-Object { if ($_ -eq 3) { throw 'no' }; @{ OpsLogId = "r$_" } } | Set-OpsLogRecord -Atomic:$atomic } | Should -Throw no
        Close-OpsLogStore
        (Open-OpsLogStore $path).Records | Should -Be $left
    }

    It 'changes nothing with -WhatIf, and asks with -Confirm' {
        $before = Get-StoreContent $path
        Set-OpsLogRecord a @{ n = 1 } -WhatIf
        @{ OpsLogId = 'a' } | Set-OpsLogRecord -Atomic -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'writes to the store that is given, as an object or by its path' {
        $other = Open-OpsLogStore (New-TestStorePath)
        Set-OpsLogRecord a @{ n = 1 } -Store $path
        Set-OpsLogRecord b @{ n = 1 } -Store $store
        $store.Records, $other.Records | Should -Be 2, 0
        { Set-OpsLogRecord a @{} -Store (New-TestStorePath) } | Should -Throw '*is not open in this runspace*'
    }

    It 'is shared by threads' {
        $manifest = $OpsLogManifest
        1..60 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Set-OpsLogRecord -Store $using:store -Id "p$_" -Value @{ n = $_ }
        }
        (Get-OpsLogRecord | Measure-Object n -Sum).Sum | Should -Be 1830
        Close-OpsLogStore
        (Open-OpsLogStore $path).Records | Should -Be 60
    }
}
