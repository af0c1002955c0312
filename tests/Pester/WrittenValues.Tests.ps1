# What goes into a record: the contract of about_OpsLog_Records.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$PSScriptRoot/Conversion.ps1"

    function Fault ($Value) {
        try { Save $Value } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
}

AfterAll { Close-TestStore }

Describe 'Values into the store' {
    It 'writes <name> as <text>' -ForEach @(
        @{ name = 'null'; value = { $null }; text = 'null' }
        @{ name = 'DBNull'; value = { [DBNull]::Value }; text = 'null' }
        @{ name = 'no output'; value = { & {} }; text = 'null' }
        @{ name = 'a switch'; value = { [switch] $true }; text = 'true' }
        @{ name = 'a byte'; value = { [byte] 255 }; text = '255' }
        @{ name = 'the largest ulong'; value = { [ulong]::MaxValue }; text = '18446744073709551615' }
        @{ name = 'a big integer'; value = { [bigint]::Pow(10, 30) }; text = '1000000000000000000000000000000' }
        @{ name = 'a whole double'; value = { 1.0 }; text = '1.0' }
        @{ name = 'a large double'; value = { 1e300 }; text = '1e+300' }
        @{ name = 'a double of 20 digits'; value = { 1e20 }; text = '100000000000000000000.0' }
        @{ name = 'a small double'; value = { 0.000001 }; text = '0.000001' }
        @{ name = 'a smaller double'; value = { 1e-7 }; text = '1e-7' }
        @{ name = 'negative zero'; value = { -0.0 }; text = '-0.0' }
        @{ name = 'a float'; value = { [float] 0.1 }; text = '0.1' }
        @{ name = 'a decimal with its zeros'; value = { 1.10d }; text = '1.10' }
        @{ name = 'the largest decimal'; value = { [decimal]::MaxValue }; text = '79228162514264337593543950335' }
        @{ name = 'an enum'; value = { [DayOfWeek]::Friday }; text = '"Friday"' }
        @{ name = 'flags'; value = { [IO.FileAttributes] 'Hidden, System' }; text = '"Hidden, System"' }
        @{ name = 'a char'; value = { [char] 'q' }; text = '"q"' }
        @{ name = 'a time span'; value = { [timespan] '1.02:03:04' }; text = '"1.02:03:04"' }
        @{ name = 'a GUID'; value = { [guid]::Empty }; text = '"00000000-0000-0000-0000-000000000000"' }
        @{ name = 'a version'; value = { [version] '1.2.3' }; text = '"1.2.3"' }
        @{ name = 'a semantic version'; value = { [semver] '1.2.3-rc1' }; text = '"1.2.3-rc1"' }
        @{ name = 'a URI as it was given'; value = { [uri] 'http://x/é b' }; text = '"http://x/é b"' }
        @{ name = 'an IP address'; value = { [ipaddress] '::1' }; text = '"::1"' }
        @{ name = 'a type'; value = { [string] }; text = '"System.String"' }
        @{ name = 'a regex'; value = { [regex] 'a.b' }; text = '"a.b"' }
        @{ name = 'a date only'; value = { [DateOnly]::new(2026, 1, 2) }; text = '"2026-01-02"' }
        @{ name = 'a byte array'; value = { , [byte[]] (1, 2, 3) }; text = '"AQID"' }
        @{ name = 'an empty array'; value = { , @() }; text = '[]' }
        @{ name = 'an array of one'; value = { , @(1) }; text = '[1]' }
        @{ name = 'a list'; value = { , [Collections.Generic.List[int]] (1, 2) }; text = '[1,2]' }
        @{ name = 'an ordered dictionary in order'; value = { [ordered]@{ z = 1; a = 2 } }; text = '{"z":1,"a":2}' }
        @{ name = 'a custom object'; value = { [pscustomobject]@{ z = 1; a = @{ b = 2 } } }; text = '{"z":1,"a":{"b":2}}' }
        @{ name = 'a generic dictionary'; value = { $e = [Dynamic.ExpandoObject]::new(); ([Collections.Generic.IDictionary[string, object]] $e).Add('k', 1); , $e }; text = '{"k":1}' }
        @{ name = 'keys as invariant text'; value = { @{ 1.5 = 1 } }; text = '{"1.5":1}' }
        @{ name = 'XML as its text'; value = { [xml] '<a b="1" />' }; text = '"<a b=\"1\" />"' }
    ) {
        TextOf (& $value) | Should -BeExactly $text
    }

    It 'escapes in strings just what JSON.stringify escapes' {
        TextOf "`"\/`b`f`n`r`t`u{1}`u{1f}`u{7f}é😀<>&'+`u{2028}" |
            Should -BeExactly ('"\"\\/\b\f\n\r\t\u0001\u001f' + "`u{7f}é😀<>&'+`u{2028}" + '"')
    }

    It 'keeps lone surrogates' {
        $odd = "a$([char] 0xd800)b$([char] 0xdc00)$([char] 0xd83d)"
        TextOf $odd | Should -BeExactly '"a\ud800b\udc00\ud83d"'
        Back $odd | Should -BeExactly $odd
        [string]::Equals((Back $odd), $odd, 'Ordinal') | Should -BeTrue
    }

    It 'forgets the properties PowerShell hangs on a primitive' {
        TextOf ('x' | Add-Member -PassThru note 1) | Should -BeExactly '"x"'
        TextOf (Get-Date '2026-01-02 03:04:05Z' -AsUTC) | Should -BeExactly '"2026-01-02T03:04:05.000Z"'
    }

    It 'computes the script properties that were added to an object' {
        Json ([pscustomobject]@{ a = 2 } | Add-Member -PassThru ScriptProperty twice { $this.a * 2 }) | Should -BeExactly '{"a":2,"twice":4}'
    }

    It 'stores null where a property throws' {
        Json ([pscustomobject]@{ a = 2 } | Add-Member -PassThru ScriptProperty bad { throw 'no' }) | Should -BeExactly '{"a":2,"bad":null}'
    }

    It 'stores no property that only type data computes' {
        $process = Json (Get-Process -Id $PID) | ConvertFrom-Json -AsHashtable
        $process.Keys | Should -Contain Id
        $process.Keys | Should -Not -Contain CPU
    }

    It 'takes 100 levels and refuses 101' {
        $deep = @{ leaf = 1 }
        foreach ($i in 2..100) { $deep = @{ d = $deep } }
        Save $deep
        Get-OpsLogRecord -Id t | Set-OpsLogRecord -ErrorAction Stop
        Fault @{ d = $deep } | Should -Be TooDeep
    }

    It 'refuses <fault>: <name>' -ForEach @(
        @{ fault = 'NotAnObject'; name = 'a number'; value = { 5 } }
        @{ fault = 'NotAnObject'; name = 'a string'; value = { 'x' } }
        @{ fault = 'NotAnObject'; name = 'an array'; value = { , @(1) } }
        @{ fault = 'NotAnObject'; name = 'a date'; value = { Get-Date } }
        @{ fault = 'NotANumber'; name = 'NaN'; value = { @{ v = [double]::NaN } } }
        @{ fault = 'NotANumber'; name = 'an infinity'; value = { @{ v = [float]::NegativeInfinity } } }
        @{ fault = 'Secret'; name = 'a secure string'; value = { @{ v = [securestring]::new() } } }
        @{ fault = 'Secret'; name = 'a credential'; value = { @{ v = @([pscredential]::new('u', [securestring]::new())) } } }
        @{ fault = 'Secret'; name = 'a credential as the record'; value = { [pscredential]::new('u', [securestring]::new()) } }
        @{ fault = 'Secret'; name = 'a network credential'; value = { [pscustomobject]@{ v = [Net.NetworkCredential]::new('u', 'p') } } }
        @{ fault = 'ScriptBlock'; name = 'a script block'; value = { @{ v = { 1 } } } }
        @{ fault = 'Cycle'; name = 'a hashtable in itself'; value = { $a = @{}; $a.b = @{ c = $a }; $a } }
        @{ fault = 'Cycle'; name = 'an object in itself'; value = { $a = [pscustomobject]@{ b = 0 }; $a.b = @(1, $a); $a } }
        @{ fault = 'DuplicateKey'; name = "1 and '1'"; value = { $a = @{ 1 = 'a' }; $a['1'] = 'b'; $a } }
    ) {
        Fault (& $value) | Should -Be $fault
    }

    It 'names the place of what it refuses' {
        { Save @{ owner = @{ keys = @(1, [securestring]::new()) } } } | Should -Throw "*'owner.keys``[1``]'*SecureString*"
    }

    It 'stores the same object twice where it is no cycle' {
        $one = @{ a = 1 }
        Json ([ordered]@{ x = $one; y = $one }) | Should -BeExactly '{"x":{"a":1},"y":{"a":1}}'
    }

    It 'gives a .NET object its properties, nested ones their text, and one warning that names them' {
        $file = New-Item (Join-Path $TestDrive 'a.txt') -Force -Value 'hello'
        $file, $file | Set-OpsLogRecord -IdProperty Name -WarningVariable warnings -WarningAction SilentlyContinue
        $record = Get-OpsLogRecord -Id a.txt
        $record.Length | Should -Be 5
        $record.Directory | Should -BeExactly "$TestDrive"
        $record.LastWriteTimeUtc | Should -Be $file.LastWriteTimeUtc
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike '*Directory*'
    }

    It 'treats what Select-Object made likewise' {
        Set-OpsLogRecord -Id t -Value (Get-Item $TestDrive | Select-Object Name, Root) -WarningVariable warnings -WarningAction SilentlyContinue
        (Get-OpsLogRecord -Id t).Root | Should -BeExactly (Get-Item $TestDrive).Root.FullName
        $warnings[0] | Should -BeLike '*Root*'
    }
}
