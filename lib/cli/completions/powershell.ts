/** The completion script of PowerShell, from version 5 on. The words of the line go to loom as values, never as code. */
export const POWERSHELL = `# Completes the words of loom in PowerShell.
Register-ArgumentCompleter -Native -CommandName loom -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    # Before 7.3 an empty word is lost on the way to a program unless it stands in quotes.
    if ($wordToComplete -eq '') { $words += $(if ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }) }
    $found = @(& loom complete '--' @words 2>$null)
    if ($found.Count -eq 0 -or $found[-1] -eq ':0') { return }
    $head = if ($wordToComplete -match '^--[^=]*=') { $Matches[0] } else { '' }
    $suggestions = @($found | Select-Object -SkipLast 1)
    # Nothing at all would make the shell suggest files.
    if ($suggestions.Count -eq 0) { return '' }
    foreach ($line in $suggestions) {
        $word, $about = $line -split "\`t", 2
        if (-not $about) { $about = $word }
        $text = $head + $word
        if ($text -notmatch '^[\\w./:=+-]+$') {
            $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($text) + "'"
        }
        [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $about)
    }
}
`;
