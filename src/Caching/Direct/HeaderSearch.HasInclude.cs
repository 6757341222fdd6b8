using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Direct;

/// <content>Macros that hand their parameter on to <c>__has_include</c>.</content>
internal sealed partial class HeaderSearch
{
    /// <summary>
    /// <c>#define HAS(x) __has_include(x)</c>: every operand of HAS, in all text read, is one of __has_include. Where HAS is used in another way, only the
    /// preprocessor knows.
    /// </summary>
    private void LookUpHasIncludeMacros()
    {
        HashSet<byte[]> macros = new(_precompiled.HasIncludeMacros, ByteStringComparer.Instance);
        foreach (ReadFile file in _files)
            macros.UnionWith(file.Scan.HasIncludeMacros);
        if (macros.Count == 0)
            return;

        byte[] commandLine = CommandLineMacros.Text(_compilation);
        List<HeaderOperand> operands = [];
        foreach (byte[] macro in macros)
        {
            if (!SourceScanner.TryCollectUses(commandLine, macro, operands, Dialects.Of(_compilation)))
                LeaveToPreprocessor(_compilation.Source);
        }

        foreach (ReadFile file in _files)
        {
            if (_state != CollectState.Complete)
                return;
            if (_reader.Read(file.Path, out ReadOnlySpan<byte> text, out FileStatus status) != Errno.None || !status.IsUnchangedFrom(file.Status))
            {
                Refuse(Counter.RacyInput, file.Path);
                return;
            }

            operands.Clear();
            foreach (byte[] macro in macros)
            {
                if (!SourceScanner.TryCollectUses(text, macro, operands, Dialects.Of(_compilation)))
                    LeaveToPreprocessor(file.Path);
            }

            foreach (HeaderOperand operand in operands)
                LookUp(file, operand, tryPrecompiled: false);
        }
    }
}
