namespace Larder.Caching;

/// <summary>
/// The environment variables that compilers look at, by what they can do to a compile. Sources: gcc's manual ("Environment
/// Variables Affecting GCC"), gcc's and clang's drivers (getenv calls), ld.so(8), the C library's locale(7).
/// </summary>
internal static class EnvironmentVariables
{
    /// <summary>Reach the output, or what is read: part of every key, where set.</summary>
    internal static ReadOnlySpan<byte> Keyed => """
        CCC_ADD_ARGS
        CCC_OVERRIDE_OPTIONS
        CLANG_CONFIG_FILE_SYSTEM_DIR
        CLANG_CONFIG_FILE_USER_DIR
        CLANG_NO_DEFAULT_CONFIG
        COMPILER_PATH
        CPATH
        CPLUS_INCLUDE_PATH
        C_INCLUDE_PATH
        DRIVERKIT_DEPLOYMENT_TARGET
        GCC_COMPARE_DEBUG
        GCC_EXEC_PREFIX
        GCC_EXTRA_DIAGNOSTIC_OUTPUT
        GNUTARGET
        INCLUDE
        IPHONEOS_DEPLOYMENT_TARGET
        LIBRARY_PATH
        MACOSX_DEPLOYMENT_TARGET
        OBJCPLUS_INCLUDE_PATH
        OBJC_INCLUDE_PATH
        RC_DEBUG_OPTIONS
        SDKROOT
        SOURCE_DATE_EPOCH
        TVOS_DEPLOYMENT_TARGET
        WATCHOS_DEPLOYMENT_TARGET

        """u8;

    /// <summary>The language and character set of diagnostics: part of the key unless the user is sloppy about it.</summary>
    internal static ReadOnlySpan<byte> Locale => """
        LANG
        LANGUAGE
        LC_ALL
        LC_CTYPE
        LC_MESSAGES

        """u8;

    /// <summary>The colours of diagnostics: part of the key where they come out coloured.</summary>
    internal static ReadOnlySpan<byte> Colours => """
        GCC_COLORS
        GCC_URLS
        TERM
        TERM_URLS

        """u8;

    /// <summary>Which programs and libraries run: part of a toolchain's key.</summary>
    internal static ReadOnlySpan<byte> Programs => """
        LD_LIBRARY_PATH
        LD_PRELOAD
        PATH

        """u8;

    /// <summary>Make the compiler write files or text that aren't restored, or ask a program: such a compile isn't cached.</summary>
    internal static ReadOnlySpan<byte> Unsupported => """
        AS_SECURE_LOG_FILE
        CC_LOG_DIAGNOSTICS
        CC_LOG_DIAGNOSTICS_FILE
        CC_PRINT_HEADERS
        CC_PRINT_HEADERS_FILE
        CC_PRINT_INTERNAL_STAT
        CC_PRINT_INTERNAL_STAT_FILE
        CC_PRINT_OPTIONS
        CC_PRINT_OPTIONS_FILE
        CC_PRINT_PROC_STAT
        CC_PRINT_PROC_STAT_FILE
        CXX_MODULE_MAPPER
        DEPENDENCIES_OUTPUT
        SUNPRO_DEPENDENCIES

        """u8;

    /// <summary>Where settings are found, and the working directory's spelling.</summary>
    internal static ReadOnlySpan<byte> Settings => """
        HOME
        NIX_OUTPATH_USED_AS_RANDOM_SEED
        PWD
        XDG_CACHE_HOME
        XDG_CONFIG_HOME
        XDG_RUNTIME_DIR
        out

        """u8;

    /// <summary>True where a list (one name a line) has the name.</summary>
    internal static bool Has(ReadOnlySpan<byte> list, ReadOnlySpan<byte> name)
    {
        // A name stands between line ends. The lists are short, and most names differ in their first byte.
        while (true)
        {
            int at = list.IndexOf(name);
            if (at < 0)
                return false;
            if ((at == 0 || list[at - 1] == '\n') && at + name.Length < list.Length && list[at + name.Length] == '\n')
                return true;
            list = list[(at + name.Length)..];
        }
    }
}
