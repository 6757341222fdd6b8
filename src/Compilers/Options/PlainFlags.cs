namespace Larder.Compilers;

/// <summary>
/// The names, without -f and -fno-, of the options that change the code or the diagnostics and nothing else: no search path,
/// no file read or written, no way for the working directory into the output. One ending in <c>=</c> takes a joined value.
/// </summary>
/// <remarks>
/// One list for both families: an option is harmless wherever it exists. Sorted by bytes, blanks between. Sources: gcc's
/// --help=CLASS lists (12), clang's --autocomplete list (14), and the manuals of later releases.
/// </remarks>
internal static class PlainFlags
{
    /// <summary>The names.</summary>
    public static ReadOnlySpan<byte> Names =>
        """
        PIC PIE aapcs-bitfield-load aapcs-bitfield-width abi-compat-version= abi-version= access-control addrsig
        aggressive-function-elimination aggressive-loop-optimizations align-commons align-functions align-functions=
        align-jumps align-jumps= align-labels align-labels= align-loops align-loops= aligned-allocation aligned-new
        aligned-new= all-intrinsics all-virtual allocation-dce allow-editor-placeholders allow-leading-underscore
        allow-parameterless-variadic-functions allow-store-data-races allow-unsupported alt-external-templates altivec
        altivec-src-compat= apple-kext apple-link-rtlib apple-pragma-pack application-extension approx-func argument-alias
        argument-noalias argument-noalias-anything argument-noalias-global asan-shadow-offset= asm asm-blocks associative-math
        assume-sane-operator-new assume-sane-operators-new-delete async-exceptions asynchronous-unwind-tables auto-inc-dec
        autolink avoid-store-forwarding avor backtrace binutils-version= bit-tests blas-matmul-limit= blocks
        borland-extensions bounds-check bracket-depth= branch-count-reg branch-target-load-optimize
        branch-target-load-optimize2 btr-bb-exclusive building-libgcc building-libgfortran building-libphobos-tests builtin
        c++-abi= c++-static-destructors caller-saves canonical-system-headers caret-diagnostics caret-diagnostics-max-lines=
        cf-protection cf-protection= cf-runtime-abi= char8_t check-array-temporaries check-data-deps check-new
        check-pointer-bounds check= checking checking= chkp-check-incomplete-type chkp-check-read chkp-check-write
        chkp-first-field-has-own-bounds chkp-flexible-struct-trailing-arrays chkp-instrument-calls chkp-instrument-marked-only
        chkp-narrow-bounds chkp-narrow-to-innermost-array chkp-optimize chkp-store-bounds
        chkp-treat-zero-dynamic-size-as-infinite chkp-use-fast-string-functions chkp-use-nochk-string-functions
        chkp-use-static-bounds chkp-use-static-const-bounds chkp-use-wrappers chkp-zero-input-bounds-for-main cilkplus
        clang-abi-compat= coarray= code-hoisting combine-stack-adjustments comment-block-commands= common compare-elim
        complete-member-pointers complex-arithmetic= concepts concepts-diagnostics-depth= concepts-ts cond-mismatch
        conserve-space conserve-stack const-string-class= constant-cfstrings constant-string-class= constexpr-backtrace-limit=
        constexpr-cache-depth= constexpr-depth= constexpr-fp-except constexpr-loop-limit= constexpr-ops-limit=
        constexpr-steps= contracts convergent-functions convert= coro-aligned-allocation coroutines coroutines-ts
        cprop-registers cray-pointer crossjumping cse-follow-jumps cse-skip-blocks cx-fortran-rules cx-limited-range
        cx-method= cxx-exceptions d-lines-as-code d-lines-as-comments data-sections dce debug-default-version=
        debug-info-for-profiling debug-macro debug-ranges-base-address debug-types-section declone-ctor-dtor declspec
        deduce-init-list default-inline defer-pop define-target-os-macros delayed-branch delayed-template-parsing
        delete-dead-exceptions delete-null-pointer-checks denormal-fp-math= devirtualize devirtualize-at-ltrans
        devirtualize-speculatively diagnostics-absolute-paths diagnostics-column-origin= diagnostics-column-unit=
        diagnostics-escape-format= diagnostics-fixit-info diagnostics-generate-patch diagnostics-hotness-threshold=
        diagnostics-minimum-margin-width= diagnostics-parseable-fixits diagnostics-path-format=
        diagnostics-print-source-range-info diagnostics-show-caret diagnostics-show-category= diagnostics-show-context
        diagnostics-show-cwe diagnostics-show-event-links diagnostics-show-highlight-colors diagnostics-show-hotness
        diagnostics-show-labels diagnostics-show-line-numbers diagnostics-show-location= diagnostics-show-nesting
        diagnostics-show-nesting-levels diagnostics-show-nesting-locations diagnostics-show-note-include-stack
        diagnostics-show-option diagnostics-show-path-depths diagnostics-show-template-tree diagnostics-text-art-charset=
        diagnostics-urls= digraphs direct-access-external-data discard-value-names dollar-ok dollars-in-identifiers
        double-square-bracket-attributes dse dwarf-directory-asm dwarf-exceptions dwarf2-cfi-asm early-inlining
        elide-constructors elide-type eliminate-dwarf2-dups eliminate-unused-debug-symbols eliminate-unused-debug-types
        emit-all-decls emit-class-debug-always emit-struct-debug-baseonly emit-struct-debug-detailed=
        emit-struct-debug-reduced emulated-tls enforce-eh-specs enum-int-equiv error-limit= escaping-block-tail-calls
        exceptions excess-precision= exec-charset= expensive-optimizations experimental-isel experimental-library
        experimental-new-constant-interpreter experimental-new-pass-manager experimental-relative-c++-abi-vtables
        experimental-strict-floating-point ext-dce ext-numeric-literals extend-arguments= extended-identifiers extern-tls-init
        external-blas external-templates f2c fast-math fine-grained-bitfield-accesses finite-loops finite-math-only
        float-store fold-mem-offsets fold-simple-inlines for-scope force-addr force-dwarf-frame force-emit-vtables
        force-enable-int128 forward-propagate fp-contract= fp-exception-behavior= fp-int-builtin-inexact fp-model= fpe-trap=
        freestanding friend-injection frontend-optimize fuchsia-api-level= function-cse function-sections gcse
        gcse-after-reload gcse-las gcse-lm gcse-sm gimple global-isel gnat-encodings= gnu-inline-asm gnu-keywords gnu-runtime
        gnu-tm gnu-unique gnu89-inline gnuc-version= graphite graphite-identity guess-branch-probability guiding-decls
        handle-exceptions hardcfr-check-exceptions hardcfr-check-noreturn-calls= hardcfr-check-returning-calls
        hardcfr-skip-leaf harden-compares harden-conditional-branches harden-control-flow-redundancy hardened
        hoist-adjacent-loads honor-infinities honor-nans honor-std hosted huge-objects ident if-conversion if-conversion2
        ignore-exceptions ilelist implement-inlines implicit-constexpr implicit-inline-templates implicit-templates
        indirect-inlining inhibit-size-directive init-character= init-integer= init-local-zero init-logical= init-real= inline
        inline-atomics inline-functions inline-functions-called-once inline-hint-functions inline-limit=
        inline-small-functions inline-stringops inline-stringops= input-charset= instrument-function-entry-bare
        instrument-functions instrument-functions-after-inlining instrument-functions-exclude-function-list=
        integer-4-integer-8 integrated-cc1 integrated-objemitter ipa-bit-cp ipa-cp ipa-cp-alignment ipa-cp-clone ipa-icf
        ipa-icf-functions ipa-icf-variables ipa-matrix-reorg ipa-modref ipa-profile ipa-pta ipa-pure-const ipa-ra
        ipa-reference ipa-reference-addressable ipa-reorder-for-locality ipa-sra ipa-stack-alignment ipa-strict-aliasing
        ipa-struct-reorg ipa-vrp ira-algorithm= ira-hoist-pressure ira-loop-pressure ira-region= ira-share-save-slots
        ira-share-spill-slots isolate-erroneous-paths-attribute isolate-erroneous-paths-dereference ivopts jump-tables
        keep-gc-roots-live keep-inline-functions keep-static-consts keep-static-functions labels-ok large-source-files
        late-combine-instructions lax-vector-conversions lax-vector-conversions= leading-underscore legacy-pass-manager
        lifetime-dse lifetime-dse= limit-function-alignment limited-precision= live-patching live-patching=
        live-range-shrinkage local-ivars loop-block loop-flatten loop-interchange loop-nest-optimize loop-optimize
        loop-parallelize-all loop-strip-mine loop-unroll-and-jam lra-remat lto-compression-level= lto-jobs=
        lto-odr-type-merging lto-partition= macro-backtrace-limit= malloc-dce malloc-dce= math-errno max-array-constructor=
        max-errors= max-identifier-length max-include-depth= max-stack-var-size= max-subrecord-length= max-tokens=
        max-type-align max-type-align= merge-all-constants merge-constants merge-debug-strings message-length=
        minimize-whitespace modulo-sched modulo-sched-allow-regmoves move-loop-invariants move-loop-stores
        ms-compatibility-version= ms-extensions ms-hotpatch ms-memptr-rep= ms-volatile msc-version= nested-functions new-abi
        new-alignment= new-infallible new-inheriting-ctors new-ttp-matching next-runtime nil-receivers non-call-exceptions
        nonansi-builtins nonnull-objects nothrow-opt objc-abi-version= objc-arc objc-arc-exceptions objc-call-cxx-cdtors
        objc-convert-messages-to-runtime-calls objc-direct-dispatch objc-disable-direct-methods-for-testing
        objc-encode-cxx-class-template-spec objc-exceptions objc-gc objc-infer-related-result-type objc-legacy-dispatch
        objc-link-runtime objc-nilcheck objc-nonfragile-abi objc-nonfragile-abi-version= objc-runtime=
        objc-sender-dependent-dispatch objc-sjlj-exceptions objc-std= objc-weak omit-frame-pointer openacc openacc-dim= openmp
        openmp-assume-teams-oversubscription openmp-assume-threads-oversubscription openmp-cuda-blocks-per-sm=
        openmp-cuda-force-full-runtime openmp-cuda-mode openmp-cuda-number-of-sm= openmp-cuda-teams-reduction-recs-num=
        openmp-enable-irbuilder openmp-extensions openmp-implicit-rpath openmp-new-driver openmp-optimistic-collapse
        openmp-relocatable-target openmp-simd openmp-target-debug openmp-target-debug= openmp-target-new-runtime
        openmp-use-tls openmp-version= openmp= operator-arrow-depth= operator-names optimize-register-move
        optimize-sibling-calls optimize-strlen optional-diags pack-derived pack-struct pack-struct= parse-all-comments
        partial-inlining pascal-strings patchable-function-entry= pcc-struct-return peel-loops peephole peephole2 permissive
        permitted-flt-eval-methods= pic pie plan9-extensions plt predictive-commoning prefetch-loop-arrays
        preserve-as-comments pretty-templates printf-return-value protect-parens pseudo-probe-for-profiling ptrauth-calls
        ptrauth-intrinsics ptrauth-returns range-check range-for-ext-temps real-4-real-10 real-4-real-16 real-4-real-8
        real-8-real-10 real-8-real-16 real-8-real-4 realloc-lhs reciprocal-math record-marker= recursive ree reg-struct-return
        register-global-dtors-with-atexit regmove relaxed-template-template-args rename-registers reorder-blocks
        reorder-blocks-algorithm= reorder-blocks-and-partition reorder-functions repack-arrays replace-objc-classes
        require-return-statement reroll-loops rerun-cse-after-loop rerun-loop-opt reschedule-modulo-scheduled-loops
        retain-comments-from-system-headers ropi rounding-math rtlib-add-rpath rtti rtti-data rwpi
        safe-buffer-usage-suggestions sched-critical-path-heuristic sched-dep-count-heuristic sched-group-heuristic
        sched-interblock sched-last-insn-heuristic sched-pressure sched-rank-heuristic sched-spec sched-spec-insn-heuristic
        sched-spec-load sched-spec-load-dangerous sched-stalled-insns sched-stalled-insns-dep sched-stalled-insns-dep=
        sched-stalled-insns= sched2-use-superblocks sched2-use-traces schedule-fusion schedule-insns schedule-insns2
        second-underscore section-anchors see seh-exceptions sel-sched-pipelining sel-sched-pipelining-outer-loops
        sel-sched-reschedule-pipelined selective-scheduling selective-scheduling2 semantic-interposition
        separate-named-sections short-enums short-wchar show-column show-overloads= show-skipped-includes show-source-location
        shrink-wrap shrink-wrap-separate sign-zero signaling-math signaling-nans signed-bitfields signed-char signed-zeros
        simd-cost-model= single-precision-constant sized-deallocation sjlj-exceptions skip-odr-check-in-gmf slp-vectorize
        speculatively-call-stored-functions spell-checking spell-checking-limit= split-dwarf-inlining split-ivs-in-unroller
        split-loops split-lto-unit split-machine-functions split-paths split-stack split-wide-types split-wide-types-early
        squangle ssa-backprop ssa-phiopt sso-struct= stack-arrays stack-check stack-check= stack-clash-protection stack-limit
        stack-limit-register= stack-limit-symbol= stack-protector stack-protector-all stack-protector-explicit
        stack-protector-strong stack-reuse= stack-size-section standalone-debug stdarg-opt store-merging strength-reduce
        strict-aliasing strict-bool strict-enums strict-flex-arrays strict-flex-arrays= strict-float-cast-overflow
        strict-overflow strict-prototype strict-return strict-volatile-bitfields strict-vtable-pointers strong-eval-order
        strong-eval-order= struct-path-tbaa swift-async-fp= symbol-partition= sync-libcalls tabstop= temp-file
        template-backtrace-limit= template-depth= this-is-variable thread-jumps threadsafe-statics tls-model= toplevel-reorder
        tracer track-macro-expansion track-macro-expansion= trampolines trap-function= trapping-math trapv tree-bit-ccp
        tree-builtin-call-dce tree-ccp tree-ch tree-coalesce-inlined-vars tree-coalesce-vars tree-copy-prop tree-copyrename
        tree-cselim tree-dce tree-dominator-opts tree-dse tree-forwprop tree-fre tree-loop-distribute-patterns
        tree-loop-distribution tree-loop-if-convert tree-loop-if-convert-stores tree-loop-im tree-loop-ivcanon
        tree-loop-linear tree-loop-optimize tree-loop-vectorize tree-lrs tree-parallelize-loops= tree-partial-pre tree-phiprop
        tree-pre tree-pta tree-reassoc tree-salias tree-scev-cprop tree-sink tree-slp-vectorize tree-slsr tree-sra
        tree-store-ccp tree-store-copy-prop tree-switch-conversion tree-tail-merge tree-ter tree-vect-loop-version
        tree-vectorize tree-vectorizer-verbose= tree-vrp trigraphs trivial-auto-var-init-stop-after= trivial-auto-var-init=
        unconstrained-commons underscoring unified-lto unique-basic-block-section-names unique-internal-linkage-names
        unique-section-names unit-at-a-time unreachable-traps unroll-all-loops unroll-completely-grow-size unroll-loops
        unsafe-loop-optimizations unsafe-math-optimizations unsigned-bitfields unsigned-char unswitch-loops unwind-tables
        use-cxa-atexit use-cxa-get-exception-ptr use-init-array use-line-directives use-linker-plugin
        validate-ast-input-files-content var-tracking var-tracking-assignments var-tracking-assignments-toggle
        var-tracking-uninit variable-expansion-in-unroller veclib= vect-cost-model vect-cost-model= vectorize version
        version-loops-for-strides virtual-function-elimination visibility-dllexport= visibility-externs-dllimport=
        visibility-externs-nodllstorageclass= visibility-from-dllstorageclass visibility-global-new-delete-hidden
        visibility-inlines-hidden visibility-inlines-hidden-static-local-var visibility-ms-compat
        visibility-nodllstorageclass= visibility= vpt vtable-gc vtable-thunks wasm-exceptions weak web whole-file
        whole-program whole-program-vtables wide-exec-charset= wrapping-math wrapv wrapv-pointer writable-strings
        xl-pragma-pack xray-function-groups= xray-function-index xray-ignore-loops xray-instrument
        xray-selected-function-group= zee zero-call-used-regs= zero-init-padding-bits= zero-initialized-in-bss zero-link
        zvector
        """u8;
}
