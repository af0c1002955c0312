# Values whose own code throws: one error for the record, which names it and the property, and then the next record.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null

    if (-not ('OpsLogTests.ThrowingProperty' -as [type])) {
        Add-Type -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
            using System;
            using System.Collections;
            using System.Collections.Generic;
            using System.Collections.Immutable;

            namespace OpsLogTests
            {
                public class ThrowingEnumerable : IEnumerable { public IEnumerator GetEnumerator() { throw new InvalidOperationException("no enumerator"); } }
                public class ThrowingLater : IEnumerable<int>
                {
                    public IEnumerator<int> GetEnumerator() { yield return 1; throw new InvalidOperationException("no second"); }
                    IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
                }
                public class ThrowingText { public override string ToString() { throw new InvalidOperationException("no text"); } }
                public class ThrowingParsedText { public static ThrowingParsedText Parse(string s) { return null; } public override string ToString() { throw new InvalidOperationException("no text"); } }
                public class NullText { public override string ToString() { return null; } }
                public class ThrowingDictionary : Dictionary<string, int>, IDictionary { ICollection IDictionary.Keys { get { throw new InvalidOperationException("no keys"); } } }
                public class TwoCases { public int Foo { get { return 1; } } public int FOO { get { return 2; } } }
                public class ThrowingProperty { public int A { get { return 1; } } public int B { get { throw new InvalidOperationException("no B"); } } }
                public static class Make
                {
                    public static object DefaultArray() { return default(ImmutableArray<int>); }
                    // Its values change it while it is read, as another thread may.
                    public static Hashtable Changing() { var h = new Hashtable(); h["a"] = new Changer(h); h["b"] = 1; return h; }
                    private class Changer : IEnumerable
                    {
                        private readonly Hashtable _hashtable;
                        public Changer(Hashtable hashtable) { _hashtable = hashtable; }
                        public IEnumerator GetEnumerator() { _hashtable[Guid.NewGuid()] = 1; return new int[0].GetEnumerator(); }
                    }
                }
            }
'@
    }
}

AfterAll { Close-TestStore }

Describe 'A value that throws' {
    It 'is one error for its record, and the next is stored: <name>' -ForEach @(
        @{ name = 'a collection without an enumerator'; make = { , [OpsLogTests.ThrowingEnumerable]::new() } }
        @{ name = 'a collection that throws in the middle'; make = { , [OpsLogTests.ThrowingLater]::new() } }
        @{ name = 'a default ImmutableArray'; make = { , [OpsLogTests.Make]::DefaultArray() } }
        @{ name = 'a ToString that throws'; make = { [OpsLogTests.ThrowingText]::new() } }
        @{ name = 'a ToString that throws, of a type that parses'; make = { [OpsLogTests.ThrowingParsedText]::new() } }
        @{ name = 'a hashtable that changes meanwhile'; make = { [OpsLogTests.Make]::Changing() } }
        @{ name = 'a row that was deleted'; make = { $t = [Data.DataTable]::new(); $null = $t.Columns.Add('a'); $null = $t.Rows.Add(1); $t.AcceptChanges(); $r = $t.Rows[0]; $r.Delete(); $r } }
        @{ name = 'a JSON document that was disposed of'; make = { $d = [Text.Json.JsonDocument]::Parse('{}'); $d.Dispose(); $d } }
        @{ name = 'a key whose text is null'; make = { @{ [OpsLogTests.NullText]::new() = 1 } }; fault = 'KeyNotText' }
        @{ name = 'a key whose ToString throws'; make = { @{ [OpsLogTests.ThrowingText]::new() = 1 } }; fault = 'KeyNotText' }
    ) {
        $objects = foreach ($id in 'before', 'bad', 'after') {
            $object = [pscustomobject]@{ OpsLogId = $id; owner = [ordered]@{ first = 1; v = 1; last = 1 } }
            if ($id -eq 'bad') { $object.owner.v = & $make }
            $object
        }
        Get-OpsLogRecord | Remove-OpsLogRecord
        $objects | Set-OpsLogRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$($fault ?? 'Unreadable'),*"
        $errors[0].CategoryInfo.Category | Should -Be InvalidData
        "$($errors[0])" | Should -BeLike "Record 'bad' was not stored: The value of 'owner.v*' *"
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be after, before
    }

    It 'is one error where the whole record is such an object: <name>' -ForEach @(
        @{ name = 'a type with Foo and FOO'; make = { [OpsLogTests.TwoCases]::new() } }
        @{ name = 'a hashtable that changes meanwhile'; make = { [OpsLogTests.Make]::Changing() } }
        @{ name = 'a dictionary whose keys throw'; make = { [OpsLogTests.ThrowingDictionary]::new() } }
    ) {
        $Error.Clear()
        Set-OpsLogRecord -Id bad -Value (& $make) -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'Unreadable,*'
        "$($errors[0])" | Should -BeLike "Record 'bad' was not stored: *can't be read: *"
        Test-OpsLogRecord -Id bad | Should -BeFalse
    }

    It 'is one error where it is the id, and the next is stored: <name>' -ForEach @(
        @{ name = 'a ToString that throws'; make = { [OpsLogTests.ThrowingParsedText]::new() } }
        @{ name = 'a dictionary whose keys throw'; whole = { [OpsLogTests.ThrowingDictionary]::new() } }
        @{ name = 'a type with Foo and FOO'; whole = { [OpsLogTests.TwoCases]::new() } }
    ) {
        $bad = $whole ? (& $whole) : [pscustomobject]@{ k = & $make }
        $bad, [pscustomobject]@{ k = 'next' } | Set-OpsLogRecord -IdProperty k -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'Unreadable,*'
        "$($errors[0])" | Should -BeLike 'Input object 1 was not stored: *''k''*'
        Test-OpsLogRecord -Id next | Should -BeTrue
    }

    It 'is null where it is a property, as it always was' {
        Set-OpsLogRecord -Id t -Value ([OpsLogTests.ThrowingProperty]::new()) -ErrorAction Stop
        Get-OpsLogRecord -Id t -AsJson | Should -BeExactly '{"A":1,"B":null}'
    }

    It 'ends an atomic pipeline, and nothing of it is stored' {
        { [pscustomobject]@{ OpsLogId = 'a1' }, [pscustomobject]@{ OpsLogId = 'a2'; v = [OpsLogTests.ThrowingLater]::new() } | Set-OpsLogRecord -Atomic } |
            Should -Throw -ErrorId 'Unreadable,*'
        Test-OpsLogRecord -Id a1 | Should -BeFalse
    }
}
