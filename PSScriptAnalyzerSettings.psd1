# The rules that the scripts keep: all built-in rules except these.
@{
    ExcludeRules = @(
        # The scripts write to a person: what the build does, and the steps of the tour.
        'PSAvoidUsingWriteHost'
        # The first arguments of well-known commands need no name.
        'PSAvoidUsingPositionalParameters'
        # The rule does not see a use in another script block, as in Pester, where BeforeAll sets what It reads.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # It takes a local variable of a job's script block for one of the caller.
        'PSUseUsingScopeModifierInNewRunspaces'
        # No function is exported. The cmdlets of the module support -WhatIf, and WhatIf.Tests.ps1 checks it.
        'PSUseShouldProcessForStateChangingFunctions'
        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
