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

    It 'merges: only the given properties change, in their place, in whatever case they are given' {
        Set-OpsLogRecord a ([ordered]@{ name = 'x'; cpus = 4; tags = @(1) })
        Set-OpsLogRecord a ([ordered]@{ Cpus = 8; owner = 'me' }) -Merge
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"name":"x","cpus":8,"tags":[1],"owner":"me"}'
        [pscustomobject]@{ OpsLogId = 'new'; n = 1 } | Set-OpsLogRecord -Merge
        Get-OpsLogRecord -Id new -AsJson | Should -BeExactly '{"n":1}'
    }

    It 'merges in a batch into what the batch has set' {
        Invoke-OpsLogBatch {
            Set-OpsLogRecord a @{ n = 1 }
            Set-OpsLogRecord a @{ m = 2 } -Merge
        }
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"n":1,"m":2}'
    }

    It 'merges nested objects with -Deep; arrays and plain values replace' {
        Set-OpsLogRecord a '{"owner":{"name":"x","phones":[1,2],"team":{"lead":"y","size":3}},"n":1}'
        Set-OpsLogRecord a @{ owner = @{ Phones = @(3); team = @{ size = 4 } }; n = @{ a = 1 } } -Merge -Deep
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"owner":{"name":"x","phones":[3],"team":{"lead":"y","size":4}},"n":{"a":1}}'
        Set-OpsLogRecord a '{"owner":{"name":"z"}}' -Merge
        (Get-OpsLogRecord a -AsJson) | Should -BeExactly '{"owner":{"name":"z"},"n":{"a":1}}'
        1..2 | ForEach-Object { $null = Undo-OpsLogOperation }
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"owner":{"name":"x","phones":[1,2],"team":{"lead":"y","size":3}},"n":1}'
    }

    It 'merges a pipeline with -Deep, -Atomic <_> too' -ForEach $false, $true {
        Set-OpsLogRecord web01 '{"name":"web01","disk":{"size":10,"free":5}}'
        $objects = @'
            name,free
            web01,3
            web02,7
'@ -replace '(?m)^ +' | ConvertFrom-Csv | Select-Object name, @{ n = 'disk'; e = { @{ free = [int]$_.free } } }
        $passed = $objects | Set-OpsLogRecord -Merge -Deep -IdProperty name -Atomic:$_ -PassThru
        $passed.disk.free | Should -Be 3, 7
        Get-OpsLogRecord web01 -AsJson | Should -BeExactly '{"name":"web01","disk":{"size":10,"free":3}}'
        $objects | Set-OpsLogRecord -Merge -Deep -IdProperty name -Atomic:$_ -IfDifferent -PassThru | Should -BeNullOrEmpty
    }

    It 'refuses to merge what is too deep, and cuts nothing' {
        $deep = '1'
        foreach ($level in 1..99) { $deep = "{""o"":$deep}" }
        Set-OpsLogRecord a $deep
        Set-OpsLogRecord a "{""o"":$($deep -replace '1', '2')}" -Merge -Deep -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -BeNullOrEmpty
        $before = Get-OpsLogRecord a -AsJson
        Set-OpsLogRecord a "{""o"":{""o"":$deep}}" -Merge -Deep -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -Not -BeNullOrEmpty
        Get-OpsLogRecord a -AsJson | Should -BeExactly $before
    }

    It 'removes properties and paths with -RemoveProperty; what is not there is no error' {
        $record = '{"n":1,"tmp":2,"owner":{"name":"x","phone":3},"a.b":4,"a":{"b":5}}'
        Set-OpsLogRecord a $record
        Set-OpsLogRecord a -RemoveProperty TMP, owner.phone, a.b, missing, n.x
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x"},"a":{"b":5}}'
        Set-OpsLogRecord a -RemoveProperty a.b -Merge -PassThru | ForEach-Object n | Should -Be 1
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x"},"a":{}}'
        1..2 | ForEach-Object { $null = Undo-OpsLogOperation }
        Get-OpsLogRecord a -AsJson | Should -BeExactly $record
        Set-OpsLogRecord a -RemoveProperty missing -IfDifferent -PassThru | Should -BeNullOrEmpty
    }

    It 'merges and removes in one operation' {
        Set-OpsLogRecord a '{"n":1,"tmp":2,"owner":{"name":"x","phone":3}}'
        Set-OpsLogRecord a @{ owner = @{ team = 't' }; tmp = 5 } -Merge -Deep -RemoveProperty tmp, owner.phone
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x","team":"t"}}'
        @(Get-OpsLogOperation) | Should -HaveCount 2
        [pscustomobject]@{ name = 'b'; tmp = 1 } | Set-OpsLogRecord -Merge -RemoveProperty tmp -IdProperty name -Atomic
        Get-OpsLogRecord b -AsJson | Should -BeExactly '{"name":"b"}'
        Get-OpsLogRecord | Select-Object OpsLogId | Set-OpsLogRecord -Merge -RemoveProperty n, name
        Get-OpsLogRecord -AsJson | Should -BeExactly '{"owner":{"name":"x","team":"t"}}', '{}'
    }

    It 'creates no record where properties are only removed, -Atomic <_> too' -ForEach $false, $true {
        $atomic = $_
        $thrown = { Set-OpsLogRecord missing -RemoveProperty tmp -Atomic:$atomic -ErrorAction Stop } | Should -Throw -ErrorId 'RecordNotFound,*' -PassThru
        $thrown.TargetObject | Should -Be missing
        $store.Records | Should -Be 0
    }

    It 'loses nothing when threads merge into one record' {
        $manifest = $OpsLogManifest
        1..40 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Set-OpsLogRecord -Store $using:store -Id shared -Value @{ "p$_" = $_ } -Merge
        }
        @((Get-OpsLogRecord -Id shared -AsHashtable).Keys) | Should -HaveCount 41
    }

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
