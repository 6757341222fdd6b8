using Larder.Caching.Direct;
using Larder.Caching.Running;
using Larder.Compilers;

namespace Larder.Caching.Neutral;

/// <summary>What is known of a compile that has run, by which it is judged whether a path's text can have reached what it made.</summary>
/// <param name="compilation">The compile.</param>
/// <param name="finished">How it ended.</param>
/// <param name="collector">Who looked at what it read.</param>
/// <param name="mayBePasted">A text has words of which token pasting can make <c>__FILE__</c>.</param>
/// <param name="preprocess">Runs the preprocessor for its text, null where that fails; null where no program may be run.</param>
internal sealed class CompileEvidence(
    Compilation compilation, FinishedCompile finished, InputCollector collector, bool mayBePasted, Func<byte[]?>? preprocess)
{
    private byte[]? _text;
    private bool _hasText;

    internal FinishedCompile Finished => finished;

    /// <summary>The assembler was told by the text to read files, or did.</summary>
    internal bool AsksAssembler => collector.AsksAssembler;

    /// <summary>A program would have to run for a way that is worth one.</summary>
    internal bool LacksPrograms { get; private set; }

    /// <summary>
    /// Whether the name of a file can have got into the program, if that is one of those that <paramref name="isForeign"/> knows. Where a file that was read
    /// mentions <c>__FILE__</c> or its kin, the preprocessor's text tells.
    /// </summary>
    /// <param name="isForeign">Says whether a text has such a name in it.</param>
    /// <param name="isWorthProgram">Where only the preprocessor could tell and may not be run, somebody who may run it is to be asked.</param>
    internal bool MayNameFile(TextTest isForeign, bool isWorthProgram)
    {
        if (!collector.NamesFiles && !mayBePasted)
            return false;
        if (preprocess is null)
        {
            LacksPrograms |= isWorthProgram;
            return true;
        }

        if (!_hasText)
            (_text, _hasText) = (preprocess(), true);
        return _text is null || isForeign(_text) || AsksForFileName(_text);
    }

    /// <summary>Says something of a text.</summary>
    internal delegate bool TextTest(ReadOnlySpan<byte> text);

    /// <summary>The built-in functions and variables by which a program gets the name of a file without a macro.</summary>
    private bool AsksForFileName(ReadOnlySpan<byte> text) =>
        text.IndexOf("source_location"u8) >= 0 || text.IndexOf("__builtin_FILE"u8) >= 0
        || (compilation.Family == CompilerFamily.Clang && FunctionNames.AreAskedFor(text));
}
