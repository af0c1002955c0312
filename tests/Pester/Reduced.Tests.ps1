# What can't be stored in full is warned of, once a pipeline, and is the same text in every culture.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null

    if (-not ('OpsLogReducedTests.OwnText' -as [type])) {
        Add-Type -TypeDefinition @'
            using System;

            namespace OpsLogReducedTests
            {
                public enum Small : byte { One = 1, Two = 2 }
                public class OwnText { public double Value = 1234.5; public override string ToString() { return Value.ToString(); } }
                public class OwnParsedText { public double Value = 1234.5; public static OwnParsedText Parse(string s) { return new OwnParsedText(); } public override string ToString() { return Value.ToString(); } }
                public struct OwnStruct { public DateTime Value; public override string ToString() { return new DateTime(2026, 1, 2, 3, 4, 5).ToString() + " " + (-1.5).ToString(); } }
                public class NullText { public override string ToString() { return null; } }
            }
'@
    }
    class TaggedList : Collections.ArrayList { [string] $Tag = 'x' }
    class TaggedDictionary : hashtable { [string] $Tag = 'x' }
    class PlainList : Collections.ArrayList { }

    function Json ($Value) {
        Set-OpsLogRecord -Id t -Value $Value -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable script:warned
        Get-OpsLogRecord -Id t -AsJson -ErrorAction Stop
    }
}

AfterAll { Close-TestStore }

Describe 'Warnings of what is not stored in full' {
    It 'name <name>' -ForEach @(
        @{ name = 'an array of several dimensions'; make = { $a = [int[,]]::new(2, 2); $a[0, 1] = 1; $a[1, 0] = 2; , $a }; text = '[0,1,2,0]'; warning = 'v (a multidimensional array, stored as one list)' }
        @{ name = 'properties added to an array'; make = { $a = @(1, 2); , (Add-Member -InputObject $a -PassThru note 1) }; text = '[1,2]'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'properties added to a list that is not wrapped any more'; make = { $a = [Collections.ArrayList] (1, 2); Add-Member -InputObject $a note 1; , $a }; text = '[1,2]'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'properties added to a dictionary'; make = { @{ k = 1 } | Add-Member -PassThru note 1 }; text = '{"k":1}'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'properties of a class derived from a list'; make = { $l = [TaggedList]::new(); $null = $l.Add(1); , $l }; text = '[1]'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'properties of a class derived from a dictionary'; make = { $d = [TaggedDictionary]::new(); $d['k'] = 1; , $d }; text = '{"k":1}'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'the key of a group'; make = { , @([Linq.Enumerable]::ToLookup([string[]] 'a1', [Func[string, string]] { 'a' }))[0] }; text = '["a1"]'; warning = 'v (a collection, stored without its additional properties)' }
        @{ name = 'keys that are objects'; make = { @{ [pscustomobject]@{ a = 1 } = 1 } }; text = '{"@{a=1}":1}'; warning = 'v (keys that are objects, stored as strings)' }
        @{ name = 'an object without a text'; make = { [OpsLogReducedTests.NullText]::new() }; text = 'null'; warning = 'v (an object, stored as a string)' }
    ) {
        Json @{ v = (& $make) } | Should -BeExactly "{`"v`":$text}"
        $warned | Should -HaveCount 1
        $warned | Should -BeLike "*: $warning. *"
    }

    It 'name properties added to a hashtable that is the record' {
        Json (@{ k = 1 } | Add-Member -PassThru note 1) | Should -BeExactly '{"k":1}'
        $warned | Should -BeLike '*the record itself (a collection, stored without its additional properties)*'
    }

    It 'are not given for <name>' -ForEach @(
        @{ name = 'an array of arrays'; make = { , ([int[]] 1, [int[]] 2) } }
        @{ name = 'a class derived from a list that adds nothing'; make = { , [PlainList]::new() } }
        @{ name = 'properties added to a text or number'; make = { 5 | Add-Member -PassThru note 1 } }
        @{ name = 'a match of a regex as a dictionary'; make = { $null = 'ab' -match 'a'; $Matches } }
    ) {
        $null = Json @{ v = (& $make) }
        $warned | Should -BeNullOrEmpty
    }

    It 'are not given for the id that a hashtable from the store carries beside its entries' {
        $record = [ordered]@{ OpsLogId = 'its own'; k = 'r1' } | Add-Member -PassThru OpsLogId t
        $record | Set-OpsLogRecord -ErrorAction Stop -WarningVariable warned
        $record | Set-OpsLogRecord -IdProperty k -ErrorAction Stop -WarningVariable +warned
        $warned | Should -BeNullOrEmpty
        Get-OpsLogRecord -Id t -AsJson | Should -BeExactly '{"OpsLogId":"its own","k":"r1"}'
        Get-OpsLogRecord -Id r1 -AsJson | Should -BeExactly '{"OpsLogId":"its own","k":"r1"}'
    }

    It 'are given of what a migration returned' {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path
        Set-OpsLogRecord -Store $store -Id m1 -Value @{ a = 1 }
        Close-OpsLogStore -Store $store
        $store = Open-OpsLogStore $path -SchemaVersion 2 -Migration { $_ | Add-Member text ([Text.StringBuilder]::new('x')) -PassThru } -WarningAction SilentlyContinue -WarningVariable warned
        $warned | Should -HaveCount 1
        $warned | Should -BeLike '*: text (an object, stored as a string). *'
        Get-OpsLogRecord -Store $store -Id m1 -AsJson | Should -BeExactly '{"a":1,"text":"x"}'
        Close-OpsLogStore -Store $store
    }

    It 'are not given for a record that was refused' {
        $refused = [ordered]@{ OpsLogId = 'refused'; reduced = [Text.StringBuilder]::new('x'); number = [double]::NaN }
        $stored = [ordered]@{ OpsLogId = 'stored'; other = [Text.StringBuilder]::new('x') }
        $refused, $stored | Set-OpsLogRecord -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -WarningVariable warned

        $warned.Count | Should -Be 1
        "$warned" | Should -BeLike '*other (an object, stored as a string)*'
        "$warned" | Should -Not -BeLike '*reduced*'
    }

    It 'are one for a pipeline' {
        1..3 | ForEach-Object { [pscustomobject]@{ OpsLogId = "w$_"; a = [int[,]]::new(1, 1); b = [Text.StringBuilder]::new('x') } } |
            Set-OpsLogRecord -WarningAction SilentlyContinue -WarningVariable warned
        $warned | Should -HaveCount 1
        $warned | Should -BeLike '*: a (a multidimensional array, stored as one list), b (an object, stored as a string). *'
    }
}

Describe 'Arrays of small numbers' {
    It 'are base64 only where they are bytes: <text>' -ForEach @(
        @{ make = { , [byte[]] (255, 2) }; text = '"/wI="' }
        @{ make = { , [sbyte[]] (-1, 2) }; text = '[-1,2]' }
        @{ make = { , [OpsLogReducedTests.Small[]] (1, 2) }; text = '["One","Two"]' }
    ) {
        Json @{ v = (& $make) } | Should -BeExactly "{`"v`":$text}"
    }
}

Describe 'Text in <_>' -ForEach 'de-DE', 'th-TH', 'fa-IR', 'sv-SE', 'ar-SA' {
    It 'is the invariant culture''s for objects, types that parse, structures, tuples and keys' {
        $value = [ordered]@{
            object = [OpsLogReducedTests.OwnText]::new(); parsed = [OpsLogReducedTests.OwnParsedText]::new(); struct = [OpsLogReducedTests.OwnStruct]::new()
            tuple = [ValueTuple]::Create(-1.5, [datetime]::new(2026, 1, 2)); complex = [Numerics.Complex]::new(-1.5, 2.5)
            keys = @{ [OpsLogReducedTests.OwnText]::new() = 1 }; numbers = @{ -1.5 = 1 }; dates = @{ [datetime]::new(2026, 1, 2) = 1 }
        }
        $text = '{"object":"1234.5","parsed":"1234.5","struct":"01/02/2026 03:04:05 -1.5","tuple":"(-1.5, 01/02/2026 00:00:00)","complex":"<-1.5; 2.5>",' +
            '"keys":{"1234.5":1},"numbers":{"-1.5":1},"dates":{"2026-01-02T00:00:00.000":1}}'
        InCulture $_ { Json $value } | Should -BeExactly $text
        [cultureinfo]::CurrentCulture.Name | Should -Not -Be $_
    }
}
