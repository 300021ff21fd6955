/** What `-h` prints. */
export const HELP = `purezstd: compress and decompress .zst files, in pure JavaScript.

Usage: purezstd [options] [files…]     without files, or with -, standard input to standard output

  -#              level 1 to 19, default 3
  --fast[=#]      faster than level 1, the more the higher #
  --ultra         allows levels 20 to 22
  -d              decompress
  -t              test: decompress and throw the result away
  -l              list what is in compressed files (-lv: in detail)
  -c              write to standard output
  -o FILE         write to FILE (several inputs with -f: joined in it)
  -f              overwrite files, write to terminals, follow links; -dcf leaves data that is not zstd's as it is
  --[no-]pass-through  leave it as it is in all cases, or in none
  --output-dir-flat=DIR, --output-dir-mirror=DIR    write to DIR, all beside each other or in folders like their sources'
  --filelist=FILE      take the files that FILE names, one in each line, links as well
  -k, --rm        keep source files (default), or remove them when done
  -r              take the files in directories
  --exclude-compressed    leave out files with the suffixes of compressed ones
  -T[#]           compresses or trains with # threads, 0 for one per processor; the result does not depend on their number
  --seekable[=#]  frames of # bytes of content (default 1M) and a table of them, for reading parts; any decoder reads it all
  --long[=#]      looks for matches far back, in a window of 2^# bytes (default 27), and accepts such a window
  -D FILE         compress or decompress with the dictionary in FILE
  --patch-from=FILE    the same with another version of the data, which may be large
  --zstd=NAME=#,…      parameters by their names or short names: wlog, clog, hlog, slog, mml, tlen, strat, ovlog, lhlog, lmml, lblog, lhrlog
  --stream-size=#      bytes that standard input will give, for the frame's header and better parameters
  --size-hint=#        about as many, for better parameters alone
  --no-dictID     do not state the dictionary's ID
  --train FILES   make a dictionary of samples (-o FILE, default "dictionary"; -r takes directories)
  --train-cover[=k=#,d=#,steps=#,split=#,shrink[=#]], --train-fastcover[=…,f=#,accel=#]
                  the same by a certain algorithm; without parameters all values are tried
  --maxdict=#, --dictID=#   the dictionary's size (default 110 KiB) and ID
  -B#             cut files into samples of # bytes; with threads: the bytes that each compresses at a time
  -M#, --memory=# largest window accepted (default 128 MiB)
  --[no-]check         end frames with a checksum, and verify it when decompressing (default)
  --[no-]content-size  state the content's size (default, where it is known)
  --[no-]progress      progress bar (default: on terminals)
  -b#             benchmark level # (-e#: up to level #, -i#: seconds each), of a sample where no file is named; -b -d: of decompressing
  -v, -q          say more, say less
  -h, -V          this help, the version

Without effect: --[no-]asyncio, --[no-]sparse, --[no-]row-match-finder, --auto-threads=…, --format=zstd, -S.
The environment's ZSTD_CLEVEL and ZSTD_NBTHREADS stand for -# and -T# where they are not given.`;
