using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>How the one compile of a miss is made to tell what it reads. The numbers are sent to clients, never change.</summary>
public enum IncludeSource
{
    /// <summary>There is nothing to tell: the text isn't preprocessed.</summary>
    None = 0,

    /// <summary>gcc, no dependency file asked for: SUNPRO_DEPENDENCIES lists all headers and leaves the command line alone.</summary>
    DependencyVariable = 1,

    /// <summary>gcc, -MD: the user's own dependency file lists all headers.</summary>
    DependencyFile = 2,

    /// <summary>
    /// A run of the preprocessor after the compile (-M), for -MMD where the compile can't be made to tell without a trace: gcc's
    /// DW_AT_producer would repeat -H, -H leaves out what files of -include include, and clang's list of headers brings system headers into the user's
    /// dependency file.
    /// </summary>
    DependencyRun = 3,

    /// <summary>gcc, -MMD: the dependency file leaves out system headers, so -H lists them on stderr.</summary>
    HeaderTrace = 4,

    /// <summary>clang: CC_PRINT_HEADERS_FILE.</summary>
    HeaderFile = 5,
}
